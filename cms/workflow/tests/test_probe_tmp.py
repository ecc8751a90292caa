import pytest
from django.urls import reverse, get_resolver
from django.test import Client
from wagtail.models import Page, TaskState
from cms.workflow import service
pytestmark = pytest.mark.django_db
T="Chuyện mật zq"
def test_probe(make_story, published, reporter, other_reporter, chief, administrator, client, portal):
    pub = published(title="Công khai")
    draft = make_story(reporter, title=T)
    own = make_story(other_reporter, title="Bài riêng")
    t = service.submit(draft, reporter)
    t2 = service.submit(make_story(reporter, title="Khác"), reporter)
    ret = make_story(reporter, title=T+" hai")
    ids = [draft.pk, ret.pk]
    c = Client(raise_request_exception=False); c.force_login(other_reporter)
    rev = draft.latest_revision_id
    urls=[]
    n = portal.news_index.pk
    for d in ids:
        P=lambda name,*a: reverse("wagtailadmin_pages:"+name,args=a)
        for nm in "edit delete unpublish move copy set_privacy lock unlock revisions_index history history_results workflow_history usage view_draft add_subpage preview_on_edit convert_alias confirm_workflow_cancellation set_page_position".split():
            urls.append(P(nm,d))
        urls += [P("move_confirm",d,n),P("move_confirm",own.pk,d),P("revisions_view",d,rev),P("revisions_revert",d,rev),P("revisions_unschedule",d,rev),
          f"/quan-tri/pages/{d}/revisions/compare/earliest...latest/", f"/quan-tri/pages/{d}/revisions/compare/live...latest/",
          P("workflow_action",d,"approve",t.pk),P("workflow_action",d,"approve",t2.pk),P("collect_workflow_action_data",d,"approve",t.pk),P("workflow_preview",d,t.task_id),
          P("workflow_history_detail",d,t.workflow_state_id),
          reverse("wagtailadmin_explore",args=[d]),reverse("wagtailadmin_explore_results",args=[d]),
          reverse("wagtailadmin_choose_page_child",args=[d]), reverse("wagtailadmin_choose_page_chosen_multiple")+f"?id={d}",
          f"/quan-tri/api/main/pages/{d}/", f"/quan-tri/api/main/pages/?child_of={d}", f"/quan-tri/api/main/pages/find/?id={d}"]
        for a in "publish unpublish delete move".split():
            urls.append(reverse("wagtail_bulk_action",args=["wagtailcore","page",a])+f"?id={d}")
    urls += [reverse("wagtailadmin_explore_root"), reverse("wagtailadmin_explore",args=[n]), reverse("wagtailadmin_explore",args=[n])+"?q=mật", reverse("wagtailadmin_explore",args=[n])+"?q=mật&search_all=1",reverse("wagtailadmin_explore_results",args=[n])+"?q=mật",
      reverse("wagtailadmin_explore",args=[n])+"?ordering=title", reverse("wagtailadmin_explore",args=[n])+"?ordering=ord",
      reverse("wagtailadmin_pages:search")+"?q=mật", reverse("wagtailadmin_pages:search_results")+"?q=mật",
      reverse("wagtailadmin_choose_page"), reverse("wagtailadmin_choose_page_child",args=[n]), reverse("wagtailadmin_choose_page_search")+"?q=mật",
      reverse("wagtailadmin_choose_page")+"?page_type=news.NewsArticlePage", reverse("wagtailadmin_choose_page_search")+"?q=mật&page_type=news.NewsArticlePage",
      "/quan-tri/api/main/pages/", f"/quan-tri/api/main/pages/?child_of={n}&for_explorer=1", f"/quan-tri/api/main/pages/?search=mật","/quan-tri/api/main/pages/find/?html_path="+(draft.url_path),
      reverse("wagtailadmin_home"),
      reverse("workflow:queue"),reverse("workflow:my_stories"),reverse("workflow:register"),
      ]
    for r in "locked_pages workflow workflow_tasks site_history aging_pages page_types_usage".split():
        urls += [reverse("wagtailadmin_reports:"+r), reverse("wagtailadmin_reports:"+r+"_results"), reverse("wagtailadmin_reports:"+r)+"?export=csv", reverse("wagtailadmin_reports:"+r)+"?export=xlsx"]
    for m in ("newsarticlepage","conferencereportpage","storypage"):
        urls += [reverse("wagtailadmin_pages:type_use",args=["news",m]),reverse("wagtailadmin_pages:type_use_results",args=["news",m])]
    from news.models import Category
    urls += [f"/quan-tri/snippets/news/category/usage/{draft.category_id}/"]
    for a in "publish unpublish delete move".split():
        urls.append(reverse("wagtail_bulk_action",args=["wagtailcore","page",a])+f"?id=all&childOf={n}")
    for u in urls:
        for method in ("get","post"):
            extra={"headers":{"accept":"application/json"}} if "/api/" in u else {}
            r = getattr(c,method)(u, follow=True, **extra)
            body = (b"".join(r.streaming_content) if r.streaming else r.content).decode("utf-8","replace")
            import json as _j
            leak = T in body or draft.slug in body.replace(u,"") or _j.dumps(T)[1:-1] in body
            if leak or r.status_code>=500:
                print("@@", method.upper(), r.status_code, "LEAK" if leak else "", u, "->", r.redirect_chain[-1:] )
