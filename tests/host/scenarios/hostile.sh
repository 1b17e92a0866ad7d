# shellcheck shell=bash
# Tenants that take all they can get, under control groups of version 2, each beside a
# neighbour that behaves. And the operator's way into a container.

INTERVAL=5
PROCESSES=200
# Of tier tiny.
MEMORY=$((64 << 20))

step_1() {
    settings "$(jq -n --arg interval "${INTERVAL}s" --argjson pids "$PROCESSES" \
        '{"Heartbeat": {"Interval": $interval}, "Docker": {"PidsLimit": $pids, "LogMaxSizeMb": 1, "LogMaxFiles": 2}}')"
    remember neighbour "$(spawn)"
    expect "the neighbour's page answers" wait_until 60 page "$(recall neighbour)"
    figure "the neighbour's page, alone: $(looks)"
}

step_2() {
    attack "a bomb of processes" "while :; do busybox sleep 300 & done"
    expect "it reaches its limit" test "$(counted pids.current)" -ge $((PROCESSES / 2))
    expect "and no more" test "$(counted pids.current)" -le "$PROCESSES"
    let_go
}

step_3() {
    attack "a bomb of memory" "while :; do busybox dd if=/dev/zero of=/dev/null bs=200M count=1; done"
    figure "of $MEMORY bytes sold it got $(counted memory.peak) at most, $(counted memory.swap.current) of swap"
    expect "no more than was sold" test "$(counted memory.peak)" -le "$MEMORY"
    expect_equal "no swap" "$(counted memory.swap.current)" 0
    let_go
}

step_4() {
    local spent at later_spent later share
    attack "a hog of processors" "for i in 1 2 3 4; do while :; do :; done & done; wait"
    read -r spent at < <(cpu_time)
    sleep 10
    read -r later_spent later < <(cpu_time)
    share=$(((later_spent - spent) * 1000 / (later - at)))
    figure "a tenth of a core is sold, it got $share thousandths"
    expect "a tenth of a core, and a quarter of that for the noise of the clock" test "$share" -le 125
    let_go
}

step_5() {
    local written logs
    attack "a flood of logs" "busybox dd if=/dev/zero of=/proc/1/fd/1 bs=64k"
    logs=/var/lib/docker/containers/$(container_id "$(recall offender)")/local-logs
    expect "its log is turned over" wait_until 120 compgen -G "$logs/container.log.*"
    sleep 10
    # One may be turned over in the middle of this.
    written=$({ find "$logs" -name 'container.log*' -printf '%s\n' 2> /dev/null || true; } | awk '{ sum += $1 } END { print sum + 0 }')
    figure "of logs it got $written bytes, 2 files of 1 MB are allowed"
    expect "no more than its files" test "$written" -le $((3 << 20))
    let_go
}

step_6() {
    remember offender "$(spawn)"
    # A tenth of an emulated core writes some megabytes in a second: most of the way is reserved.
    expect "it has most of its volume" inside "busybox fallocate -l $((800 << 20)) /data/most"
    expect_fails "it can't have more than its volume" 1 inside "busybox dd if=/dev/zero of=/data/full bs=1M"
    expect "its volume is full" grep -q "No space left on device" /tmp/said
    expect_fails "nor more than its scratch" 1 inside "busybox dd if=/dev/zero of=/tmp/full bs=1M"
    expect "its scratch is full" grep -q "No space left on device" /tmp/said
    expect_fails "nor write into its root" 1 inside "busybox touch /here" 0
    expect "its root is read-only" grep -q "Read-only file system" /tmp/said
    figure "the neighbour's page, beside a full disk: $(looks)"
    let_go
}

# Three leases of 1 GB each have room for half a gigabyte more; most of what is free is
# reserved at once, as a tenth of a core would take minutes to write it.
step_7() {
    local reserve
    reserve=$(df --block-size=1 --output=avail /var/lib/paygress | awk 'NR == 2 { printf "%.2f", $1 / 2^30 - 3.5 }')
    settings "$(jq -n --argjson reserve "$reserve" '{"Capacity": {"ReserveStorageGb": $reserve, "Storage": 1},
        "Templates": {"root": {"Image": "paygress/hello:1", "WritableRoot": true}}}')"
    remember good "$(spawn_root)"
    docker exec --user 0 "paygress-$(recall good)" busybox dd if=/dev/zero of=/mine bs=1M count=50
    remember offender "$(spawn_root)"
    remember offender.id "$(lease "$(recall offender)" .lease_id)"
    expect_equal "it is ended before it has written all that" \
        "$(inside "busybox fallocate -l $((3400 << 20)) /most && busybox dd if=/dev/zero of=/all bs=1M count=4096" 0 && echo written)" ""
    expect "who fills the disk is ended" wait_until 120 lease_is "$(recall offender.id)" ended
    expect_equal "for that" "$(lease "$(recall offender.id)" .end_reason)" disk_limit
    provider why "$(recall offender.id)" > /tmp/why
    expect "its story says so" grep -q "filled the disk" /tmp/why
    expect "with what the journal has" grep -q "filled the host's disk" /tmp/why
    expect_equal "the other one is not" "$(lease "$(recall good)" .state)" active
    expect "the room is there again" test "$(df --block-size=1G --output=avail /var/lib/paygress | tail -n 1)" -gt "${reserve%.*}"
}

step_8() {
    local vmid
    vmid=$(recall neighbour)
    expect_equal "a program in the container" "$(echo in and out | provider exec "$vmid" -- cat)" "in and out"
    expect_fails "its exit code" 7 provider exec "$vmid" -- sh -c "exit 7" a-secret
    expect "is told with who and what" test -n "$(entries PAYGRESS_EVENT=ContainerEntered "PAYGRESS_VMID=$vmid" PAYGRESS_PEER_UID=0 PAYGRESS_PROGRAM=sh)"
    expect_equal "and without its arguments" "$(entries PAYGRESS_EVENT=ContainerEntered | grep -c a-secret)" 0
    measure_pauses
    figure "heartbeats each $INTERVAL s: $(jq -r '"\(.count + 1), the longest pause \(.longest) s"' /tmp/beats)"
    expect "no pause is longer than four" jq -e ".count > 20 and .longest <= $((INTERVAL * 4))" /tmp/beats
    release_living
    expect "audit finds nothing" wait_until 60 provider audit
}

# attack NAME SCRIPT: in a lease of its own, which goes on.
attack() {
    remember offender "$(spawn)"
    docker exec --detach "paygress-$(recall offender)" busybox sh -c "$2"
    sleep 5
    figure "the neighbour's page, beside $1: $(looks)"
    expect "the provider answers" api GET /healthz
    expect "the neighbour's page answers" page "$(recall neighbour)"
}

let_go() {
    provider release "$(recall offender)"
}

spawn_root() {
    provider spawn --template root --tier tiny --duration 1h --json | jq -er .vmid
}

# inside SCRIPT [USER]: in the offender; what it says is in /tmp/said.
inside() {
    docker exec ${2:+--user "$2"} "paygress-$(recall offender)" busybox sh -c "$1" > /tmp/said 2>&1
}

# counted FILE: what the kernel counts for the offender.
counted() {
    local pid
    pid=$(docker inspect --format '{{.State.Pid}}' "paygress-$(recall offender)")
    cat "/sys/fs/cgroup$(sed -n 's/^0:://p' "/proc/$pid/cgroup")/$1"
}

# What it spent, and the time since boot, in microseconds: a busy machine comes to
# look later than was asked for.
cpu_time() {
    echo "$(counted cpu.stat | sed -n 's/^usage_usec //p') $(sed 's/ .*//; s/\.//' /proc/uptime)0000"
}

# How long the neighbour's page takes, in seconds; each look has to be answered.
looks() {
    local port
    port=$(lease "$(recall neighbour)" '.ports[0].host_port')
    for _ in {1..15}; do
        curl --silent --fail --max-time 30 --output /dev/null --write-out '%{time_total}\n' "http://127.0.0.1:$port/" || echo '"none"'
    done | jq -s -r 'sort | "median \(.[length / 2 | floor]), most \(.[-1]) of \(length)"'
}
