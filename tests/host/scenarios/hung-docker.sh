# shellcheck shell=bash
# Docker hangs over the end of leases. The tenants are dead soon after it all the same,
# heartbeats go on and say so, and the books settle when docker goes on.

clients() {
    pgrep --count --parent "$(unit_property MainPID)" docker || true
}

alive() {
    [[ -d /proc/$1 ]]
}

step_1() {
    local vmid pids=() vmids=() pid ends late most=0 now
    settings '{"Heartbeat": {"Interval": "2s"}, "Cleanup": {"SweepInterval": "5s"}}'
    for _ in 1 2 3; do
        vmid=$(provider spawn --template hello --tier tiny --duration 240s --json | jq -er .vmid)
        vmids+=("$vmid")
        pids+=("$(docker inspect --format '{{.State.Pid}}' "paygress-$vmid")")
    done
    ends=$(date -d "$(lease "$vmid" .expires_at)" +%s%3N)

    kill -STOP "$(pidof dockerd)"
    for pid in "${pids[@]}"; do
        while alive "$pid"; do
            now=$(clients)
            most=$((now > most ? now : most))
            (($(date +%s%3N) < ends + 120000)) || { kill -CONT "$(pidof dockerd)" && expect "tenant $pid dies" false; }
            sleep 0.2
        done
    done
    late=$(($(date +%s%3N) - ends))
    sleep 30
    remember heartbeat "$(cat /run/paygress/heartbeat.json)"
    remember age "$(($(date +%s) - $(stat --format %Y /run/paygress/heartbeat.json)))"
    remember states "$(for vmid in "${vmids[@]}"; do lease_state "$vmid"; done | sort -u)"
    now=$(clients)
    kill -CONT "$(pidof dockerd)"

    figure "last tenant dead $late ms after its end; at most $most docker clients at once, $now after half a minute more"
    expect "not before its end" [ "$late" -ge 0 ]
    expect "within 40 s of it, on this slow machine" [ "$late" -le 40000 ]
    expect "few docker clients at once" [ "$most" -le 33 ]
    expect "fewer still while docker is known to be silent" [ "$now" -le 3 ]
    expect "heartbeats went on" [ "$(recall age)" -le 20 ]
    expect "and said that docker is silent" [ "$(recall heartbeat | jq -r .docker_silent_since)" != null ]
    expect_equal "nothing was called ended that was not seen gone" "$(recall states)" evicting
    for vmid in "${vmids[@]}"; do
        expect "lease $vmid is over once docker goes on" wait_until 240 lease_has_ended "$vmid"
    done
    expect "heartbeats say that docker answers" wait_until 60 docker_answers
}

# By its books alone: docker is not asked.
lease_state() {
    api GET "/v1/leases?all=true" | jq -r --argjson vmid "$1" '.leases[] | select(.vmid == $vmid) | .state'
}

lease_has_ended() {
    [[ $(lease_state "$1") == ended ]]
}

docker_answers() {
    jq -e '.docker_silent_since == null' /run/paygress/heartbeat.json
}
