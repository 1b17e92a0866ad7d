# shellcheck shell=bash
# What encryption adds to the time of a spawn, measured in turns in one run; and what
# the commands of the provider take that this one comes from, once after that.

ROUNDS=5

step_1() {
    local times plain encrypted volume
    settings '{"Logging": {"Level": "debug"}}'
    make_writer
    make_key /state/memory/key
    for _ in $(seq "$ROUNDS"); do
        times=$(times_of_spawn)
        plain+=" ${times% *}"
        times=$(times_of_spawn --encrypt --key-file /state/memory/key)
        encrypted+=" ${times% *}"
        volume+=" ${times#* }"
    done
    plain=$(median "$plain")
    encrypted=$(median "$encrypted")
    figure "a plain spawn with a volume: $plain ms, an encrypted one: $encrypted ms;" \
        "ratio $(ratio "$encrypted" "$plain") (emulated machine)"
    remember encrypted "$encrypted"
    remember volume "$(median "$volume")"
    expect "at most one and a half of a plain one" test $((2 * encrypted)) -le $((3 * plain))
}

# Docker, which is slow in an emulated machine, is in the whole and not in the volume.
step_2() {
    local all volume
    read -r all volume < <(times_of_original)
    figure "the original's commands for an encrypted one: $all ms;" \
        "ratio to ours $(ratio "$all" "$(recall encrypted)") (emulated machine)"
    figure "of that, the original's for the volume: $volume ms, ours from the admission: $(recall volume) ms;" \
        "ratio $(ratio "$volume" "$(recall volume)") (emulated machine)"
    expect "ours takes a tenth of that at most" test "$(recall encrypted)" -le $((all / 10))
}

ratio() {
    jq -n "$1 / $2 * 100 | round / 100"
}

# In ms: all, and to the mounted volume. With the key derivation that cryptsetup takes
# by itself, twice: for the format and for the opening.
times_of_original() {
    local begin volume image=/var/lib/original.luks name=original-luks folder=/mnt/original
    mkdir -p "$folder"
    begin=$(date +%s%3N)
    truncate --size=1G "$image"
    cryptsetup luksFormat --type luks2 --batch-mode --key-file=- "$image" < /state/memory/key >&2
    cryptsetup luksOpen --key-file=- "$image" "$name" < /state/memory/key >&2
    mkfs.ext4 -q -F "/dev/mapper/$name" >&2
    mount "/dev/mapper/$name" "$folder"
    volume=$(($(date +%s%3N) - begin))
    docker run --detach --name original --cpus 1 --memory 64m --volume "$folder:/data" paygress/writer:1 >&2
    echo "$(($(date +%s%3N) - begin)) $volume"
    docker rm --force original >&2
    umount "$folder"
    cryptsetup luksClose "$name"
    rm "$image"
}

# In ms, by the journal's clock: from the request to the container that runs, and from
# its admission to the volume that is made.
times_of_spawn() {
    local vmid id
    vmid=$(spawn_writer "$@")
    id=$(lease "$vmid" .lease_id)
    provider release "$vmid" > /dev/null
    wait_until 60 lease_is "$id" ended
    echo "$((($(moment_of LeaseStarted "PAYGRESS_LEASE_ID=$id") - $(moment_of LeaseQueued "PAYGRESS_LEASE_ID=$id")) / 1000))" \
        "$((($(moment_of VolumeCreated "PAYGRESS_VMID=$vmid") - $(moment_of LeaseAdmitted "PAYGRESS_LEASE_ID=$id")) / 1000))"
}

moment_of() {
    entries "PAYGRESS_EVENT=$1" "$2" | jq -r .__REALTIME_TIMESTAMP
}

median() {
    tr ' ' '\n' <<< "$1" | grep . | sort -n | sed -n "$((ROUNDS / 2 + 1))p"
}
