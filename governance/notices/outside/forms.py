from django import forms

from governance.notices.outside.channels import LABELS
from governance.notices.outside.models import Frequency
from governance.pages.forms import PageForm

HELP = {"email": "例如 name@example.cn。", "chat": "企业通讯录中的账号。", "sms": "本人手机号码。"}


class AddressForm(PageForm):
    """The address in full is shown to nobody, its owner included: empty keeps what there is."""

    address = forms.CharField(label="地址", max_length=200, required=False)
    frequency = forms.ChoiceField(label="方式", choices=Frequency.choices, initial=Frequency.SINGLE)
    is_on = forms.BooleanField(label="启用", required=False)

    def __init__(self, *args, channel, known, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["address"]
        field.label = f"{LABELS[channel]}地址" if channel != "sms" else "手机号码"
        field.help_text = f"现为 {known}；不填则不变。" if known else HELP[channel]
        field.widget.attrs["autocomplete"] = "off"
