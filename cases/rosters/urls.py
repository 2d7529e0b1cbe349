from django.urls import path

from cases.rosters import views

urlpatterns = [
    path("committees/<int:pk>/register.pdf", views.committee_sheet, {"kind": "pdf"}, name="committee_sheet"),
    path("committees/<int:pk>/register.docx", views.committee_sheet, {"kind": "docx"}, name="committee_sheet_docx"),
    path("committees/<int:pk>/photo/", views.room_photo, name="committee_photo"),
    path("committees/<int:pk>/book.pdf", views.book, {"kind": "pdf"}, name="case_book"),
    path("committees/<int:pk>/book.docx", views.book, {"kind": "docx"}, name="case_book_docx"),
    path("mediators/<int:pk>/photo/", views.photo, name="mediator_photo"),
    path("mediators/<int:pk>/register.pdf", views.mediator_sheet, {"kind": "pdf"}, name="mediator_sheet"),
    path("mediators/<int:pk>/register.docx", views.mediator_sheet, {"kind": "docx"}, name="mediator_sheet_docx"),
]
