"""Load the demo: accounts, stories of both kinds, galleries – made public by the demo's own people."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Collection, Site

from cms.workflow.acts import notices
from home.models import PortalSettings
from news.demo.installing import ACCOUNTS, DemoPress, accounts, demo_password
from news.models import NewsIndexPage, StoryPage

DEMO_LINKS = (
    ("Cổng thông tin điện tử tỉnh Thanh Giang", "https://thanhgiang.example"),
    ("Bộ Nội vụ", "https://moha.gov.vn"),
    ("Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn"),
    ("Cổng Thông tin điện tử Chính phủ", "https://chinhphu.vn"),
)


class Command(BaseCommand):
    help = (
        "Loads demo accounts and stories into a portal that setup_portal made. Whatever is public was signed "
        "by two of the demo's people. Run again, it adds only what is missing. The accounts' password is "
        "DEMO_PASSWORD, or one that is generated and printed."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="do nothing but print the accounts if there are stories already",
        )

    def handle(self, *args, **options) -> None:
        index = NewsIndexPage.objects.first()
        site = Site.objects.filter(is_default_site=True).first()
        if index is None or site is None:
            raise CommandError("The portal is not set up: run “manage.py setup_portal” first.")
        password = demo_password(os.environ.get("DEMO_PASSWORD", ""), settings.VAR_DIR / "demo-password")
        if not (options["once"] and StoryPage.objects.exists()):
            people = accounts(password)
            self._name_the_agency(site)
            collection = Collection.objects.get(name="Tin bài")
            press = DemoPress(people, index, collection, say=lambda line: self.stdout.write(f"  {line}"))
            with notices.silence():
                made = press.install()
            self.stdout.write(self.style.SUCCESS(f"{made} demo stories were added."))
        self.stdout.write(f"Demo accounts (password “{password}”):")
        for username, role, last_name, first_name, _position in ACCOUNTS:
            self.stdout.write(f"  {username:<18} {role.name} – {last_name} {first_name}")

    @staticmethod
    def _name_the_agency(site: Site) -> None:
        """Give the portal's settings the demo's agency, where nothing was entered yet."""
        portal = PortalSettings.for_site(site)
        if not portal.agency_name:
            portal.agency_name = "Sở Nội vụ tỉnh Thanh Giang"
            portal.superior_body = "Ủy ban nhân dân tỉnh Thanh Giang"
            portal.address = "Số 1 đường Trần Hưng Đạo, phường Thanh Sơn, tỉnh Thanh Giang"
            portal.telephone = "0200 000 0000"
            portal.email = "sonoivu@thanhgiang.example"
            portal.responsible_person = "Trần Quốc Hưng, Chánh Văn phòng"
            portal.licence = "Số 00/GP-TTĐT do Sở Văn hóa, Thể thao và Du lịch tỉnh Thanh Giang cấp (mẫu)"
            portal.links = [("link", {"title": title, "url": url}) for title, url in DEMO_LINKS]
            portal.save()
