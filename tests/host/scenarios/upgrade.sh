# shellcheck shell=bash
# Upgrades and roll-backs under load, in the middle of spawns and of evictions: no
# tenant feels one, no heartbeat is late, and the older version opens the newer store.

STANDING=(first encrypted second)

step_1() {
    make_key /state/memory/key
    remember first "$(spawn)"
    remember encrypted "$(spawn --data-path /data --encrypt --key-file /state/memory/key)"
    remember second "$(spawn)"
    : > /state/memory/asked
    date +%s > /state/memory/began
    remember tenants "$(tenants)"
    remember version "$(dpkg-query --show --showformat '${Version}' paygress-provider)"
}

step_2() { upgrade_three_times; }
step_3() { upgrade_three_times; }
step_4() { upgrade_three_times; }

step_5() {
    local id
    expect "all leases of the load have ended" wait_until 500 load_is_over
    while read -r id; do
        api GET "/v1/spawns/$id"
    done < /state/memory/asked | jq -c . > /tmp/load
    # Emulated, a spawn takes longer than an upgrade waits for it, and docker may not answer in time. Then it is undone or refused, and says so.
    expect_equal "each request is one lease that ran and expired, or one refusal" \
        "$(jq -c 'select([.state, .end_reason] != ["ended", "expired"] and ([.state, .end_reason] != ["failed", "provision_failed"] or .code == null) and [.state, .code] != ["failed", "backend_unavailable"]) | [.request_id, .state, .end_reason, .code, .last_error]' /tmp/load)" ""
    figure "requests under 9 upgrades: $(jq -s -r 'group_by(.state) | map("\(length) \(.[0].state)") | join(", ")' /tmp/load)"
    expect "a third of them ran" jq -s -e '[.[] | select(.state == "ended")] | length >= 9' /tmp/load
    expect_equal "none ended early" "$(jq -c 'select(.state == "ended" and .ended_at < .expires_at)' /tmp/load)" ""
    expect_equal "the tenants' processes are those of before" "$(tenants)" "$(recall tenants)"
    expect "audit finds nothing" wait_until 60 provider audit
    heartbeats_are_on_time
}

# What a later version may do to the store: additions, and a number that says so.
step_6() {
    install_package "${next_package:?}"
    systemctl stop paygress-provider
    sqlite3 "$DATA/provider.db" \
        "ALTER TABLE leases ADD COLUMN of_a_later_version TEXT; PRAGMA user_version = $(($(sqlite3 "$DATA/provider.db" 'PRAGMA user_version') + 1));"
    systemctl start paygress-provider
    remember last "$(DURATION=90s spawn)"
    install_package "${package:?}"
    expect_equal "the older package is installed" "$(dpkg-query --show --showformat '${Version}' paygress-provider)" "$(recall version)"
    expect "the older version opens the store" wait_until 60 api GET /healthz
    expect_equal "the tenants' processes are those of before" "$(tenants)" "$(recall tenants)"
    expect "a lease of the later version ends" wait_until 200 lease_is "$(recall last)" ended
    expect_equal "and on time, not before" "$(lease "$(recall last)" 'if .ended_at >= .expires_at then .end_reason else "early" end')" expired
    expect "a new lease is made" spawn
    release_living
    expect "audit finds nothing" provider audit
}

upgrade_three_times() {
    local round next
    for round in 1 2 3; do
        if (((${this_step:?} + round) % 2 == 0)); then next=${next_package:?}; else next=${package:?}; fi
        ask_for "up-$this_step-$round-a" 30s
        ask_for "up-$this_step-$round-b" 10s
        # Now the first is being made, and one of the round before ends.
        install_package "$next"
        wait_until 60 api GET /healthz
        ask_for "up-$this_step-$round-c" 20s
        # The next upgrade finds this one running, or its end.
        wait_until 100 is_made "up-$this_step-$round-c" || echo "up-$this_step-$round-c takes long"
    done
    expect_equal "the tenants' processes are those of before" "$(tenants)" "$(recall tenants)"
}

# ask_for ID DURATION: an accepted request. It is asked again until it has an answer, as
# the socket is away for a moment.
ask_for() {
    expect "$1 is accepted" wait_until 60 provider spawn --template hello --tier tiny --duration "$2" --request-id "$1" --no-wait
    echo "$1" >> /state/memory/asked
}

is_made() {
    [[ $(api GET "/v1/spawns/$1" | jq -r .state) != @(queued|provisioning) ]]
}

load_is_over() {
    [[ $(living_leases | wc -w) == "${#STANDING[@]}" ]]
}

# The first process of each standing lease, and when it began.
tenants() {
    local name
    for name in "${STANDING[@]}"; do
        docker inspect --format '{{.State.Pid}} {{.State.StartedAt}}' "paygress-$(recall "$name")"
    done
}

# The interval is a minute; from one heartbeat to the next it is never more than two.
heartbeats_are_on_time() {
    measure_pauses
    figure "heartbeats under 9 upgrades: $(jq -r '"\(.count + 1), the longest pause \(.longest) s"' /tmp/beats)"
    expect "there are some" jq -e '.count >= 2' /tmp/beats
    expect "no heartbeat is late by more than the interval" jq -e '.longest <= 120' /tmp/beats
}
