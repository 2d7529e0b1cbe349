"""The files of what was handed over: who reads the file of the receiver's case reads them too."""

from governance.files.purposes import lend

lend("cases.HandedItem", "files")
