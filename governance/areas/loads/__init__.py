"""The country's list of places, year after year (区划代码载入): bring, compare, look, apply."""

from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import CSV, XZ

PLACE_LIST = declare(
    Purpose("place_list", "区划代码文件", limit=32 * MB, types=frozenset({CSV, XZ}), verb="place.load")
)
