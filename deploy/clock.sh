#!/bin/sh
# The container "clock": what systemd's timers do without containers. `clock.sh` goes on for ever; `clock.sh night` does what
# is due of the night's work, once.
#
# The night's work is done from two o'clock on (TZ), once a day. The stamps stand beside the backups: they outlive the
# container, so a night that was missed is made up for.
set -u
backups=${CLOCK_BACKUPS:-/srv/backups}

# made NAME: whether today's was done already. due NAME: not, it is past two, and it was not tried within the last hour.
made() {
    [ "$(cat "$backups/.$1" 2>/dev/null)" = "$(date +%F)" ]
}

due() {
    [ "$(date +%H)" -ge 2 ] && ! made "$1" && [ -z "$(find "$backups/.$1-tried" -mmin -60 2>/dev/null)" ]
}

# nightly NAME FUNCTION: today's, if it is due. One that fails is tried again an hour later.
nightly() {
    due "$1" || return 0
    today=$(date +%F)
    touch "$backups/.$1-tried"
    "$2" && echo "$today" >"$backups/.$1"
}

back_up() {
    python manage.py backup "$backups" --quiet
    status=$?
    # 3: made, but the storage has lost files; administrators are told. Old ones go only after a new one was made.
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || return 1
    find "$backups" -maxdepth 1 -name 'portal-*.tar*' -mtime +30 -delete
}

# Each is done whatever became of the others. If one failed, or the proof found something, all of it is done again an hour
# later: what was mended by then is no longer told to the administrators.
tidy() {
    status=0
    python manage.py verify_register || status=$?
    python manage.py clearsessions || status=$?
    python manage.py disable_idle_accounts || status=$?
    python manage.py delete_old_imports || status=$?
    # Each queue by itself: a call prunes one.
    python manage.py prune_db_task_results --backend mail || status=$?
    python manage.py prune_db_task_results --backend media || status=$?
    turn_audit_log || status=$?
    return "$status"
}

# Each month has a file of its own, kept for twelve months (docs/accounts.md). Whoever writes opens the new one.
turn_audit_log() {
    [ -s "${AUDIT_LOG:-}" ] || return 0
    before=$(date -d "$(date +%Y-%m-01) -1 day" +%Y-%m)
    [ -e "$AUDIT_LOG-$before" ] || mv "$AUDIT_LOG" "$AUDIT_LOG-$before"
    find "$(dirname "$AUDIT_LOG")" -maxdepth 1 -name "$(basename "$AUDIT_LOG")-*" -mtime +400 -delete
}

night() {
    nightly backup back_up
    nightly tidy tidy
}

if [ "${1:-}" = night ]; then
    night
    exit
fi

minute=0
working=
while :; do
    touch /tmp/clock # the healthcheck looks at its age
    # Beside the rest: mails do not wait for a backup.
    if [ -z "$working" ] || ! kill -0 "$working" 2>/dev/null; then
        night &
        working=$!
    fi
    [ $((minute % 5)) -ne 0 ] || python manage.py send_review_mail
    [ $((minute % 15)) -ne 0 ] || python manage.py send_letters
    minute=$((minute + 1))
    sleep 60 || exit
done
