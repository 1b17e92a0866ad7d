# shellcheck shell=bash
# Who is in group paygress may use the provider, and nobody else may. The journal
# says who it was, and tells the whole story of a lease.
# smoke

as_user() {
    runuser --user "$1" -- "${@:2}"
}

step_1() {
    local vmid id
    id=$(as_user alice paygress-provider spawn --template hello --tier tiny --duration 1h --json |
        jq -er .lease_id)
    vmid=$(lease "$id" .vmid)
    remember id "$id"
    remember vmid "$vmid"

    expect "her container runs" container_runs "$vmid"
    expect "its page answers" wait_until 20 page "$vmid"
    expect_fails "somebody else does not reach the provider" 3 \
        as_user mallory paygress-provider leases
    expect_fails "nor the socket" 7 \
        as_user mallory curl --silent --unix-socket "$SOCKET" http://localhost/v1/leases
    expect_fails "nor docker" 1 as_user alice docker ps
    expect "systemctl status counts it" wait_until 10 status_has '1 active; next end'
}

status_has() {
    [[ $(unit_property StatusText) == *"$1"* ]]
}

step_2() {
    provider release "$(recall vmid)" > /dev/null
    expect "systemctl status counts none" wait_until 10 status_has '0 active'
}

step_3() {
    local id uid event
    id=$(recall id)
    uid=$(id -u alice)
    entries "PAYGRESS_LEASE_ID=$id" > /tmp/story
    jq -r '[.PAYGRESS_EVENT, .MESSAGE] | @tsv' /tmp/story

    for event in LeaseAdmitted LeaseStarted LeaseReleased LeaseEnded; do
        expect "the story has $event once" [ "$(jq -r .PAYGRESS_EVENT /tmp/story | grep -cx $event)" = 1 ]
    done
    expect_equal "every entry has its fields" "$(jq -c 'select(
        (.MESSAGE_ID | test("^[0-9a-f]{32}$") | not) or (.PRIORITY | test("^[0-7]$") | not)
        or .SYSLOG_IDENTIFIER != "paygress-provider" or ._SYSTEMD_UNIT != "paygress-provider.service")' /tmp/story)" ""
    expect "the journal knows alice by her uid" \
        [ -n "$(entries PAYGRESS_EVENT=ApiRequest "PAYGRESS_PEER_UID=$uid")" ]
    expect "journalctl -x has the long text" grep -q 'Subject: A lease has started' \
        <(journalctl --no-pager --catalog "PAYGRESS_LEASE_ID=$id")
}
