"""Who holds a number, for features that find their own rows by it: every holder, so never shown as such.

A token stands for the number in addresses. It holds keyed digests and a mask, nothing that tells whether anybody has
the number: what a reader may see is decided by the list that is filtered.
"""

from dataclasses import asdict, dataclass

from django.core import signing

from governance.identifiers.documents import Document
from governance.organisations.models import Organisation
from governance.persons.models import IDENTIFIER_INDEX, PHONE_INDEX, Person, PersonIdentifier, Phone
from governance.sealing.blind_index import all_digests

SALT = "lookup.holder"
LASTS = 86_400  # seconds that a token is good for


@dataclass(frozen=True)
class Holder:
    """Whoever has, or had, one of these numbers; or one person or organisation by its key."""

    mask: str = ""
    identifiers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    credit_code: str = ""
    person: int | None = None
    organisation: int | None = None

    def __str__(self):
        return self.mask

    @property
    def token(self) -> str:
        return signing.dumps({name: value for name, value in asdict(self).items() if value}, salt=SALT, compress=True)

    @classmethod
    def of_token(cls, token: str) -> "Holder":
        """Raises BadSignature when the token is none of ours, or a day old."""
        told = signing.loads(token, salt=SALT, max_age=LASTS)
        identifiers, phones = tuple(told.pop("identifiers", ())), tuple(told.pop("phones", ()))
        return cls(identifiers=identifiers, phones=phones, **told)

    def persons(self):
        """Keys of the persons, with the other entries of the same person."""
        if self.person:
            found = Person.objects.filter(pk=self.person).values("pk")
        else:
            by_document = PersonIdentifier.objects.filter(digest__in=self.identifiers).values("person")
            by_phone = Phone.objects.filter(digest__in=self.phones, person__isnull=False).values("person")
            found = by_document.union(by_phone)
        kept = Person.objects.filter(pk__in=found, same_as__isnull=False).values("same_as")
        return found.union(kept, Person.objects.filter(same_as__in=found).values("pk"))

    def organisations(self):
        if self.organisation:
            return Organisation.objects.filter(pk=self.organisation).values("pk")
        by_phone = Phone.objects.filter(digest__in=self.phones, organisation__isnull=False).values("organisation")
        by_code = Organisation.objects.exclude(credit_code="").filter(credit_code=self.credit_code).values("pk")
        return by_phone.union(by_code)


def holder_of(documents: list[Document], phone: str, credit_code: str, *, mask: str) -> Holder:
    digests = [digest for one in documents for digest in all_digests(one.index_text, purpose=IDENTIFIER_INDEX)]
    phones = all_digests(phone, purpose=PHONE_INDEX) if phone else []
    return Holder(mask, tuple(digests), tuple(phones), credit_code)
