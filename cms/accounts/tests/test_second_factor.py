"""The second factor: who is let in, who is not, and what is stored of it."""

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.accounts import safety, second_factor
from cms.settings import base
from cms.workflow.models import Decision

from .entering import code_of, give_password, is_in, sign_in, with_device

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_production_requires_it_and_no_variable_turns_it_off():
    assert base.SECOND_FACTOR_REQUIRED is True
    assert "django_otp.middleware.OTPMiddleware" in base.MIDDLEWARE
    position = base.MIDDLEWARE.index("cms.accounts.middleware.StaffSessionMiddleware")
    assert position > base.MIDDLEWARE.index("django_otp.middleware.OTPMiddleware")
    assert position > base.MIDDLEWARE.index("django.middleware.csrf.CsrfViewMiddleware")


class TestThePassword:
    def test_alone_lets_nobody_in(self, client, chief):
        with_device(chief)
        answer = give_password(client, chief.username)
        assert answer.url == reverse("second_factor")
        assert not is_in(client)
        assert "_auth_user_id" not in client.session

    def test_a_session_without_the_factor_is_none(self, client, chief):
        """However it came about: from before the rule, or by a way in that nobody thought of."""
        with_device(chief)
        client.force_login(chief)
        assert not is_in(client)
        assert "_auth_user_id" not in client.session

    def test_wrong_leads_nowhere(self, client, chief):
        answer = give_password(client, chief.username, "sai-roi")
        assert answer.status_code == 200
        assert client.get(reverse("second_factor")).url == reverse("wagtailadmin_login")

    def test_is_good_for_ten_minutes(self, client, chief, time_machine):
        device = with_device(chief)
        time_machine.move_to(1_800_000_000)
        give_password(client, chief.username)
        time_machine.shift(601)
        answer = client.post(reverse("second_factor"), {"code": code_of(device)})
        assert answer.url == reverse("wagtailadmin_login")
        assert not is_in(client)

    def test_changed_in_between_ends_it(self, client, chief):
        device = with_device(chief)
        give_password(client, chief.username)
        chief.set_password("mot-mat-khau-khac-han")
        chief.save()
        client.post(reverse("second_factor"), {"code": code_of(device)})
        assert not is_in(client)


class TestTheCode:
    def test_lets_in(self, client, chief):
        device = with_device(chief)
        answer = sign_in(client, chief, device)
        assert answer.url == reverse("wagtailadmin_home")
        assert is_in(client)

    def test_goes_on_where_one_wanted_to(self, client, chief):
        device = with_device(chief)
        wanted = reverse("wagtailadmin_account")
        client.post(
            reverse("wagtailadmin_login"),
            {"username": chief.username, "password": "mat-khau-thu-nghiem", "next": wanted},
        )
        assert client.post(reverse("second_factor"), {"code": code_of(device)}).url == wanted

    def test_never_leads_out_of_the_portal(self, client, chief):
        device = with_device(chief)
        client.post(
            reverse("wagtailadmin_login"),
            {"username": chief.username, "password": "mat-khau-thu-nghiem", "next": "//evil.example/"},
        )
        answer = client.post(reverse("second_factor"), {"code": code_of(device)})
        assert answer.url == reverse("wagtailadmin_home")

    def test_of_another_account_is_refused(self, client, chief, deputy):
        with_device(chief)
        give_password(client, chief.username)
        client.post(reverse("second_factor"), {"code": code_of(with_device(deputy))})
        assert not is_in(client)

    def test_is_taken_once(self, client, chief):
        device = with_device(chief)
        code = code_of(device)
        give_password(client, chief.username)
        client.post(reverse("second_factor"), {"code": code})
        again = Client()
        give_password(again, chief.username)
        answer = again.post(reverse("second_factor"), {"code": code})
        assert answer.status_code == 200
        assert not is_in(again)

    def test_guessing_is_slowed_down(self, client, chief):
        device = with_device(chief)
        give_password(client, chief.username)
        for _ in range(3):
            TOTPDevice.objects.filter(pk=device.pk).update(throttling_failure_timestamp=None)
            client.post(reverse("second_factor"), {"code": "000000"})
        answer = client.post(reverse("second_factor"), {"code": code_of(device)})
        assert answer.status_code == 200  # the right one comes too soon
        assert not is_in(client)
        device.refresh_from_db()
        assert second_factor.wait_for(device) >= 3


class TestTheFirstSignIn:
    def test_sets_it_up_and_shows_the_codes_once(self, client, reporter):
        give_password(client, reporter.username)
        assert client.get(reverse("second_factor")).url == reverse("second_factor_setup")
        page = client.get(reverse("second_factor_setup")).content.decode()
        device = TOTPDevice.objects.get(user=reporter)
        assert not device.confirmed
        assert "<svg" in page
        assert second_factor.spelled_key(device) in page
        assert not is_in(client)

        answer = client.post(reverse("second_factor_setup"), {"code": code_of(device)})
        shown = answer.context["codes"]
        assert len(shown) == len(set(shown)) == 10
        assert is_in(client)
        # Nothing that opens the account can be read again, not even in the database.
        stored = set(StaticToken.objects.values_list("token", flat=True))
        assert not stored & {code.replace("-", "") for code in shown}
        again = client.get(reverse("account_safety")).content.decode()
        assert not any(code in again for code in shown)

    def test_a_wrong_code_sets_nothing_up(self, client, reporter):
        give_password(client, reporter.username)
        client.get(reverse("second_factor_setup"))
        client.post(reverse("second_factor_setup"), {"code": "123"})
        assert second_factor.device_of(reporter) is None
        assert not is_in(client)

    def test_is_no_way_around_a_device_that_is_there(self, client, chief):
        device = with_device(chief)
        give_password(client, chief.username)
        for answer in (
            client.get(reverse("second_factor_setup")),
            client.post(reverse("second_factor_setup"), {"code": "000000"}),
        ):
            assert answer.url == reverse("second_factor")
        assert list(TOTPDevice.objects.filter(user=chief)) == [device]


class TestCodesOnPaper:
    def test_each_opens_once(self, client, chief):
        with_device(chief)
        code = second_factor.make_codes(chief)[0]
        give_password(client, chief.username)
        client.post(reverse("second_factor"), {"code": f" {code.upper()} "})
        assert is_in(client)
        assert second_factor.codes_left(chief) == 9
        again = Client()
        give_password(again, chief.username)
        again.post(reverse("second_factor"), {"code": code})
        assert not is_in(again)

    def test_belong_to_one_account(self, client, chief, deputy):
        for account in (chief, deputy):
            with_device(account)
            second_factor.make_codes(account)
        code = second_factor.make_codes(deputy)[0]
        give_password(client, chief.username)
        client.post(reverse("second_factor"), {"code": code})
        assert not is_in(client)

    def test_new_ones_void_the_old_and_need_the_password(self, client, chief):
        old = second_factor.make_codes(chief)[0]
        sign_in(client, chief, with_device(chief))
        page = reverse("account_safety")
        assert "codes" not in client.post(page, {"action": "codes", "password": "sai"}).context
        assert second_factor.codes_left(chief) == 10
        codes = client.post(page, {"action": "codes", "password": "mat-khau-thu-nghiem"}).context["codes"]
        assert len(codes) == 10
        assert second_factor.take(chief, old) is None


class TestAnotherPhone:
    def test_takes_the_place_of_the_first_after_password_and_code(self, client, chief):
        first = with_device(chief)
        sign_in(client, chief, first)
        elsewhere = Client()
        elsewhere.force_login(chief)
        page = reverse("account_new_device")
        assert client.get(page).url == reverse("account_safety")
        client.post(reverse("account_safety"), {"action": "device", "password": "mat-khau-thu-nghiem"})
        client.get(page)
        assert second_factor.device_of(chief) == first  # until the new one proves itself
        new = TOTPDevice.objects.get(user=chief, confirmed=False)
        client.post(page, {"code": code_of(new)})
        assert second_factor.device_of(chief) == new
        assert is_in(client)
        assert not is_in(elsewhere)

    @pytest.mark.parametrize("later", ["at the key", "at the code"])
    def test_the_password_is_good_for_a_few_minutes(self, client, chief, time_machine, later):
        """Whoever finds the computer signed in later sets no authenticator up."""
        time_machine.move_to(1_800_000_000)
        first = with_device(chief)
        sign_in(client, chief, first)
        page = reverse("account_new_device")
        client.post(reverse("account_safety"), {"action": "device", "password": "mat-khau-thu-nghiem"})
        time_machine.shift(safety.PASSWORD_LASTS - 1)
        if later == "at the code":
            assert client.get(page).status_code == 200
            new = TOTPDevice.objects.get(user=chief, confirmed=False)
            time_machine.shift(2)
            answer = client.post(page, {"code": code_of(new)}, follow=True)
        else:
            time_machine.shift(2)
            answer = client.get(page, follow=True)
        assert answer.redirect_chain == [(reverse("account_safety"), 302)]
        assert str(safety.TOO_LONG_AGO) in answer.content.decode()
        assert second_factor.device_of(chief) == first
        # Typed once more, it goes on.
        client.post(reverse("account_safety"), {"action": "device", "password": "mat-khau-thu-nghiem"})
        assert client.get(page).status_code == 200

    def test_a_session_of_an_older_release_gave_none(self, client, chief):
        sign_in(client, chief, with_device(chief))
        session = client.session
        session[safety.PASSWORD_GIVEN] = True
        session.save()
        assert client.get(reverse("account_new_device")).url == reverse("account_safety")


class TestReset:
    def test_by_an_administrator_is_a_line_of_the_register(self, client, administrator, chief):
        device = with_device(chief)
        second_factor.make_codes(chief)
        theirs = Client()
        sign_in(theirs, chief, device)
        sign_in(client, administrator, with_device(administrator))
        client.post(reverse("account_safety_of", args=[chief.pk]), {"action": "reset"})
        assert not TOTPDevice.objects.filter(user=chief).exists()
        assert not StaticDevice.objects.filter(user=chief).exists()
        assert not is_in(theirs)
        line = Decision.objects.get(kind=Decision.Kind.APPROVER_ACCOUNT)
        assert (line.person_id, line.deputy_id) == (administrator.pk, chief.pk)
        assert line.comment

    def test_of_a_reporter_is_none(self, client, administrator, reporter):
        with_device(reporter)
        sign_in(client, administrator, with_device(administrator))
        client.post(reverse("account_safety_of", args=[reporter.pk]), {"action": "reset"})
        assert second_factor.device_of(reporter) is None
        assert not Decision.objects.filter(kind=Decision.Kind.APPROVER_ACCOUNT).exists()

    def test_is_no_way_around_ones_own(self, client, administrator):
        device = with_device(administrator)
        sign_in(client, administrator, device)
        client.post(reverse("account_safety_of", args=[administrator.pk]), {"action": "reset"})
        assert second_factor.device_of(administrator) == device

    @pytest.mark.parametrize("who", ["reporter", "chief"])
    def test_is_the_administrators(self, client, request, who, deputy):
        account, theirs = request.getfixturevalue(who), with_device(deputy)
        sign_in(client, account, with_device(account))
        client.post(reverse("account_safety_of", args=[deputy.pk]), {"action": "reset"})
        assert client.get(reverse("accounts_safety")).status_code == 302
        assert second_factor.device_of(deputy) == theirs

    def test_of_a_superuser_is_a_superusers(self, client, administrator, superuser):
        theirs = with_device(superuser)
        sign_in(client, administrator, with_device(administrator))
        client.post(reverse("account_safety_of", args=[superuser.pk]), {"action": "reset"})
        assert second_factor.device_of(superuser) == theirs

    def test_from_the_server_is_written_too(self, chief):
        from django.core.management import call_command

        with_device(chief)
        call_command("reset_second_factor", chief.username, verbosity=0)
        line = Decision.objects.get(kind=Decision.Kind.APPROVER_ACCOUNT)
        assert (line.person_id, line.deputy_id) == (None, chief.pk)


class TestTurnedOff:
    @pytest.fixture(autouse=True)
    def _off(self, _required, settings):
        settings.SECOND_FACTOR_REQUIRED = False

    def test_the_password_is_enough(self, client, reporter):
        give_password(client, reporter.username)
        assert is_in(client)

    def test_but_not_for_whom_has_a_device(self, client, reporter):
        device = with_device(reporter)
        give_password(client, reporter.username)
        assert not is_in(client)
        client.post(reverse("second_factor"), {"code": code_of(device)})
        assert is_in(client)
