"""Input for the photos of mediators and committees."""

from django import forms

from governance.pages.forms import PageForm


class PhotoForm(PageForm):
    photo = forms.FileField(label="照片", help_text="近期正面免冠照片，JPG 或 PNG；手机可以直接拍照。")


class RoomPhotoForm(PageForm):
    photo = forms.FileField(label="照片", help_text="办公场所的门面或调解室，JPG 或 PNG；手机可以直接拍照。")
