# shellcheck shell=bash
# What encryption adds to the time of a spawn, measured in turns in one run; and what
# the commands of the provider take that this one comes from, once after that.

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
        "ratio $(ratio "$(median "$encrypted")" "$(median "$plain")") (emulated machine)"
    remember encrypted "$(median "$encrypted")"
}

step_2() {
    local original
    original=$(time_of_original)
    figure "the original's commands for an encrypted one: $original ms;" \
        "ratio to ours $(ratio "$original" "$(recall encrypted)") (emulated machine)"
    expect "ours takes a tenth of that at most" test "$(recall encrypted)" -le $((original / 10))
}

ratio() {
    jq -n "$1 / $2 * 100 | round / 100"
}

# With the key derivation that cryptsetup takes by itself, twice: for the format and
# for the opening. In ms.
time_of_original() {
    local begin image=/var/lib/original.luks name=original-luks folder=/mnt/original
    mkdir -p "$folder"
    begin=$(date +%s%N)
    truncate --size=1G "$image"
    cryptsetup luksFormat --type luks2 --batch-mode --key-file=- "$image" < /state/memory/key >&2
    cryptsetup luksOpen --key-file=- "$image" "$name" < /state/memory/key >&2
    mkfs.ext4 -q -F "/dev/mapper/$name" >&2
    mount "/dev/mapper/$name" "$folder"
    docker run --detach --name original --cpus 1 --memory 64m --volume "$folder:/data" paygress/writer:1 >&2
    echo $((($(date +%s%N) - begin) / 1000000))
    docker rm --force original >&2
    umount "$folder"
    cryptsetup luksClose "$name"
    rm "$image"
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
