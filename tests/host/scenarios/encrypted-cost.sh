# shellcheck shell=bash
# What encryption adds to the time of a spawn, measured in turns in one run.

ROUNDS=5

step_1() {
    local plain encrypted
    make_writer
    make_key /state/memory/key
    for _ in $(seq "$ROUNDS"); do
        plain+=" $(time_of_spawn)"
        encrypted+=" $(time_of_spawn --encrypt --key-file /state/memory/key)"
    done
    figure "a plain spawn with a volume: $(median "$plain") ms, an encrypted one: $(median "$encrypted") ms;" \
        "ratio $(jq -n "$(median "$encrypted") / $(median "$plain") * 100 | round / 100") (emulated machine)"
}

# From the request to the container that runs, by the journal's clock; in ms.
time_of_spawn() {
    local vmid id
    vmid=$(spawn_writer "$@")
    id=$(lease "$vmid" .lease_id)
    provider release "$vmid" > /dev/null
    wait_until 60 lease_is "$id" ended
    echo $((($(moment_of LeaseStarted "$id") - $(moment_of LeaseQueued "$id")) / 1000))
}

moment_of() {
    entries "PAYGRESS_EVENT=$1" "PAYGRESS_LEASE_ID=$2" | jq -r .__REALTIME_TIMESTAMP
}

median() {
    tr ' ' '\n' <<< "$1" | grep . | sort -n | sed -n "$((ROUNDS / 2 + 1))p"
}
