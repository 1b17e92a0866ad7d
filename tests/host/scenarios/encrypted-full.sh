# shellcheck shell=bash
# The disk has no room for a volume, from the start or in the middle of making it; and
# somebody takes the volume's name in that moment.

# Where it is removed also after a failure.
FILLER=$DATA/somebodys-file

step_1() {
    make_writer
    make_key /state/memory/key
    fill_disk 256
    expect "what the disk cannot hold is refused at admission" refused no_capacity
    rm "$FILLER"
    nothing_is_left
}

step_2() {
    before_luks_format "$(declare -f fill_disk); FILLER=$FILLER; fill_disk 0; touch /run/paygress/full"
    expect "a disk that fills up in the middle is a refusal, when there is room to write that down" \
        refused_with_room_again no_capacity backend_error volume_key_lost
    nothing_is_left
    forget_hook
    expect "after that a lease is made" spawn_writer --encrypt --key-file /state/memory/key
    release_living
    nothing_is_left
}

step_3() {
    # shellcheck disable=SC2016 # expanded there
    before_luks_format 'docker volume create --driver local --opt type=ext4 --opt device=/dev/vda "paygress-$(basename "${!#}" | grep -o "^[0-9]*")-data"'
    expect "a name that somebody takes in the middle is a refusal" refused backend_error
    forget_hook
    expect_equal "the foreign entry is there, and nothing else" \
        "$(docker volume ls --quiet | wc -l) $(docker volume inspect --format '{{.Options.device}}' "$(docker volume ls --quiet)")" "1 /dev/vda"
    expect_equal "nothing was mounted" "$(findmnt --noheadings --list --output TARGET | grep -c /var/lib/docker/volumes)" 0
    docker volume rm "$(docker volume ls --quiet)" > /dev/null
    nothing_is_left
}

# fill_disk MEBIBYTES: takes all but that.
fill_disk() {
    fallocate --length $(($(df --output=avail --block-size=1 /var/lib | tail -n 1) - $1 * 1024 * 1024)) "$FILLER"
}

# refused CODE...: an encrypted spawn ends with one of the codes.
refused() {
    local answer
    answer=$(provider spawn --image paygress/writer:1 --data-path /data --tier tiny --duration 1h --encrypt \
        --key-file /state/memory/key --json) && return 1
    echo "$answer"
    [[ " $* " == *" $(jq -r .code <<< "$answer") "* ]]
}

# The books are on that disk as well.
refused_with_room_again() {
    (wait_until 60 test -e /run/paygress/full && sleep 15 && rm "$FILLER" /run/paygress/full) &
    refused "$@"
}

nothing_is_left() {
    expect "the lease is over" wait_until 60 no_living_lease
    expect_equal "no mapping is left" "$(dmsetup ls)" "No devices found"
    expect_equal "no loop device is left" "$(losetup --list --noheadings)" ""
    expect_equal "no image file is left" "$(ls -A "$DATA/volumes")" ""
    expect_equal "no docker volume is left" "$(docker volume ls --quiet)" ""
    expect_equal "no container is left" "$(docker ps --all --quiet)" ""
    expect "audit finds nothing" provider audit
}

no_living_lease() {
    [[ -z $(living_leases) ]]
}
