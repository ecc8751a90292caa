"""Which browsers are people's. Machines that say so are not counted; those that do not run no script."""

import re

# What crawlers, previews of shared links, monitors and programs call themselves. "Zalo" and "FBAN" are absent:
# those are the browsers inside the applications, and people read with them. Cubot is a phone.
MACHINES = re.compile(
    r"(?<!cu)bot\b|(?<!cu)bot/|bots\b|crawl|spider|slurp|archiver|scrap|fetch(?:er)?\b|facebookexternalhit|facebookcatalog"
    r"|zalo.?(?:preview|scraper)|whatsapp/|telegrambot|skypeuripreview|embedly|bingpreview|google-|googleother"
    r"|mediapartners|feedburner|feedparser|feedly|rss|validator|headless|phantomjs|selenium|puppeteer|playwright"
    r"|lighthouse|pagespeed|ptst/|gtmetrix|pingdom|uptime|monitor|statuscake|nagios|zabbix|prometheus|prerender"
    r"|curl/|wget/|libwww|lwp-|python|aiohttp|httpx|scrapy|go-http-client|java/|okhttp|apache-httpclient"
    r"|node-fetch|axios|undici|ruby|perl|php/|guzzle|httrack|teleport|winhttp|nutch|nikto|sqlmap|nmap|masscan"
    r"|zgrab|httpie|postman|insomnia|wrk/|^ab/|apachebench",
    re.IGNORECASE,
)
# Every browser since Netscape begins like this.
BROWSERS = re.compile(r"(?:Mozilla|Opera)/\d")


def is_person(agent: str) -> bool:
    """Tell whether that ``User-Agent`` is one that a person reads with."""
    return bool(BROWSERS.match(agent)) and not MACHINES.search(agent)
