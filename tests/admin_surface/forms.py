"""What is sent to the addresses that do something at once: forms that would do it, so that what is stored tells.

Everywhere else nothing is sent: a form that is shown again with its errors lets in, a refusal does not.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Collection, Page

from cms.accounts.roles import CHIEF
from cms.workflow.acts import rounds
from cms.workflow.tests.desk import form_of

Values = dict[str, Any]
REASON = "Lý do ở đây dài hơn hai mươi ký tự."


def nothing(values: Values) -> dict[str, Any]:
    """A click does it."""
    return {}


def shown(values: Values) -> str:
    """Return the token that the review page would put into its form now; none for what is no page in review."""
    return rounds.shown_now(values["page_id"]).mint()


def payment(values: Values) -> dict[str, Any]:
    return {"royalty": values["royalty"], "paid_on": timezone.localdate().isoformat()}


def new_text(values: Values) -> dict[str, Any]:
    """Return the editor's form with another lead."""
    return form_of(Page.objects.get(pk=values["page_id"]), lead="Lời dẫn khác.")


# By address. Of the addresses here, whoever stores nothing was refused, whatever the answer looks like.
FORMS: dict[str, Callable[[Values], dict[str, Any]]] = {
    "an-toan/tai-khoan/<int:pk>/": lambda values: {"action": "sign_out"},
    "documents/delete/<int:document_id>/": nothing,
    "duyet/<int:page_id>/": lambda values: {"act": "sign", "token": shown(values)},
    "duyet/<int:page_id>/dang-khan/": lambda values: {"text": REASON, "token": shown(values)},
    "duyet/<int:page_id>/go-bai/": lambda values: {"kind": "withdrawn", "text": REASON},
    "duyet/<int:page_id>/hau-kiem/": lambda values: {"token": shown(values)},
    "duyet/<int:page_id>/huy-hen-gio/": lambda values: {"text": REASON},
    "duyet/<int:page_id>/yeu-cau/": lambda values: {"request-urgent": "on", "request-note": "Gấp."},
    "nhap-word/<uuid:pk>/": lambda values: {"decision": "keep"},
    "nhap-word/<uuid:pk>/xoa/": nothing,
    "nhuan-but/da-tra/": payment,
    "images/<int:image_id>/delete/": nothing,
    "pages/<int:page_id>/delete/": nothing,
    "pages/<int:page_id>/edit/": new_text,
    "pages/<int:page_id>/lock/": nothing,
    "pages/<int:page_id>/unpublish/": nothing,
    "pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/": nothing,
    "pages/workflow/action/<int:page_id>/approve/<int:task_state_id>/": nothing,
    "thu-ban-doc/delete/<int:pk>/": nothing,
    "tin-hoi-nghi/mau/<int:story_id>/": nothing,
    "users/delete/<int:pk>/": nothing,
    "uy-quyen/<int:pk>/ket-thuc/": nothing,
    "workflows/disable/<int:pk>/": nothing,
    "workflows/tasks/disable/<int:pk>/": nothing,
}
# By the name of a bulk action: what its form asks for. The others ask for a click only.
BULK_FORMS: dict[str, Callable[[], dict[str, Any]]] = {
    "assign_role": lambda: {"role": Group.objects.get(name=CHIEF.name).pk},
    "set_active_state": lambda: {"mark_as_active": "False"},
    "add_tags": lambda: {"tags": "nhãn"},
    "add_to_collection": lambda: {"collection": Collection.objects.last().pk},
    "move": lambda: {"chooser": Page.objects.filter(depth=2).first().pk},
}


def does_at_once(address: str) -> bool:
    """Tell whether what is sent to that address would do something at once."""
    return address in FORMS or address.startswith("bulk/")


def form_for(address: str, values: Values) -> dict[str, Any]:
    """Return what is sent to that address about the thing of those values."""
    if address.startswith("bulk/"):
        action = address.rstrip("/").split("/")[-1]
        return BULK_FORMS[action]() if action in BULK_FORMS else {}
    return FORMS.get(address, nothing)(values)
