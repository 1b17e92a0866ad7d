# shellcheck shell=bash
# Every limit is tried on this host, under the installed units and control groups of
# version 2; the first time by itself.

step_1() {
    settings '{"Trial": {"AtFirstStart": true}}'
    expect "limits are tried by themselves" wait_until 500 test -e "$DATA/trial.json"
    show < "$DATA/trial.json"
    expect_equal "none is broken, and none unknown" "$(jq -c '.lines[] | select(.outcome != "held")' "$DATA/trial.json")" ""
    expect "nothing of it is left" wait_until 120 no_lease_lives
}

step_2() {
    # Emulated, it takes minutes.
    provider_limit=500 provider trial --json > /tmp/trial
    expect_equal "asked for, the same holds" "$(jq '.lines | map(select(.outcome == "held")) | length' /tmp/trial)" "$(jq '.lines | length' "$DATA/trial.json")"
    provider check > /tmp/check
    expect "check says so" grep -q "limits hold, as tried at" /tmp/check
    expect "nothing of it is left" wait_until 120 no_lease_lives
    expect "audit finds nothing" wait_until 60 provider audit
}

show() {
    jq -r '.lines[] | "\(.limit): \(.outcome), \(.said)"' | while read -r line; do
        figure "$line"
    done
}

no_lease_lives() {
    [[ -z $(living_leases) ]]
}
