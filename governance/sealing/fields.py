"""Model fields: a text that is stored sealed, and the digest by which its row is found."""

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from governance.sealing.blind_index import current_digest
from governance.sealing.seal import Sealed, seal


class SealingAttribute(DeferredAttribute):
    """Seals a text at the moment it is assigned: an instance never carries it in clear."""

    def __set__(self, instance, value):
        field = self.field
        if isinstance(value, str):
            value = seal(value, purpose=field.purpose)
        instance.__dict__[field.attname] = value


class SealedField(models.TextField):
    """A text stored encrypted. In Python it is a `Sealed`; `.open()` gives the text.

    `purpose` names the column for key derivation and authentication; it must not change with the model's name.
    """

    descriptor_class = SealingAttribute
    _pyi_private_set_type: "str | Sealed | None"  # type: ignore[assignment]
    _pyi_private_get_type: Sealed  # type: ignore[assignment]

    def __init__(self, *args, purpose, **kwargs):
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def from_db_value(self, value, expression, connection):
        return value if value is None else Sealed(value, self.purpose)

    def to_python(self, value):
        return value

    def get_prep_value(self, value):
        if value is None:
            return None
        if not isinstance(value, Sealed) or value.purpose != self.purpose:
            raise FieldError(f"{self.purpose} 只能保存为它封存的值。")
        return value.token

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.purpose} 是封存的，只能通过盲索引查找。")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj):
        return self.value_from_object(obj).token


class BlindIndexField(models.CharField):
    """The digest of the row's `reads` (a property giving the text). Filled on save; found by `all_digests`."""

    def __init__(self, *args, reads, purpose, **kwargs):
        self.reads, self.purpose = reads, purpose
        kwargs.setdefault("max_length", 81)  # key id, dot, 64 hex digits
        kwargs.setdefault("db_index", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "reads": self.reads, "purpose": self.purpose}

    def pre_save(self, model_instance, add):
        digest = current_digest(getattr(model_instance, self.reads), purpose=self.purpose)
        setattr(model_instance, self.attname, digest)
        return digest
