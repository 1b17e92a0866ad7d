# shellcheck shell=bash
# The daemon is killed with -9 again and again, at any moment of its start and its
# work, while encrypted and plain leases stand and short ones come and go.
# PAYGRESS_TEST_SEED=N repeats the moments of a run.

KILLS=50
FOREIGN=(paygress-1005 xpaygress-7 paygress-1008)
FOREIGN_VOLUME=paygress-1006-data
# In memory, and requests with their keys in it.
FOLDER=/run/kill-nine

step_1() {
    install -d -m 0700 "$FOLDER"
    remember seed "$(cat /payload/seed 2> /dev/null || echo "$RANDOM")"
    figure "seed $(recall seed)"
    make_foreign_things
    make_writer
    # More memory than the machine has, and all of its disk. Emulated, docker answers
    # slowly when much is asked at once.
    settings '{"Capacity": {"Memory": 8000, "Storage": 1}, "Spawn": {"Concurrency": 2},
        "Docker": {"QueryTimeout": "60s"}, "Cleanup": {"SweepInterval": "5m"}}'
    systemd-run --quiet --collect --unit kill-nine-watch --property "StandardOutput=file:$FOLDER/events" \
        docker events --filter type=container --filter event=start --filter event=die --format '{{json .}}'
}

# A step for a few each, as each step has its limit.
step_2() { make_standing encrypted 1 2 3 4; }
step_3() { make_standing encrypted 5 6 7 8; }
step_4() {
    make_standing encrypted 9 10
    make_standing plain 1
    expect_equal "ten encrypted leases stand" "$(dmsetup ls --target crypt | wc -l)" 10
    standing > "$FOLDER/standing"
}

step_5() {
    unit RestartSec=500ms
    for _ in {1..3}; do
        start_to_ready
    done > "$FOLDER/starts"
    remember ready "$(sort -n "$FOLDER/starts" | sed -n 2p)"
    figure "start to READY after a kill, with $(vmids_of stand- | wc -l) leases: $(recall ready) ms, the median of" \
        "$(paste -sd' ' "$FOLDER/starts")"
    date +%s > "$FOLDER/began"
}

step_6() { kill_ten 1; }
step_7() { kill_ten 11; }
step_8() { kill_ten 21; }
step_9() { kill_ten 31; }
step_10() { kill_ten 41; }

step_11() {
    figure "$(wc -l < "$FOLDER/ages") kills within $(($(date +%s) - $(cat "$FOLDER/began"))) s, at $(moments)"
    expect_equal "that many were wanted" "$(wc -l < "$FOLDER/ages")" "$KILLS"
    ask_again
    wait_until 500 no_lease_lives load- || echo "some short leases live"
}

# Of what was asked amid the kills most is made now, two at a time.
step_12() {
    expect "all short leases come to their end" wait_until 550 no_lease_lives load-
}

step_13() {
    expect_equal "nothing but the kills ended the daemon" "$(unit_property NRestarts)" "$(wc -l < "$FOLDER/killed")"
    expect_one_lease_each
    expect_no_early_end
    expect_standing_untouched
    expect_foreign_untouched
}

step_14() {
    local vmid
    for vmid in $(vmids_of stand-); do
        api DELETE "/v1/leases/$vmid" > /dev/null
    done
    expect "all leases end" wait_until 500 no_lease_lives ""
}

step_15() {
    expect_nothing_left
    expect_foreign_untouched
    systemctl stop kill-nine-watch
    docker rm --force --volumes "${FOREIGN[@]}"
    docker volume rm "$FOREIGN_VOLUME"
    rm -r "$FOLDER"
}

# --- what is somebody else's

make_foreign_things() {
    docker run --detach --name paygress-1005 paygress/hello:1
    docker run --detach --name xpaygress-7 paygress/hello:1
    docker run --detach --name paygress-1008 --label io.paygress.host=ffffffffffffffffffffffffffffffff \
        --label io.paygress.lease=0199aaaabbbb7ccc8dddeeeeffff0000 paygress/hello:1
    docker volume create "$FOREIGN_VOLUME"
    echo theirs > "$(mountpoint_of "$FOREIGN_VOLUME")/text"
    foreign_things > "$FOLDER/foreign"
}

foreign_things() {
    look_at "${FOREIGN[@]}"
    cat "$(mountpoint_of "$FOREIGN_VOLUME")/text"
}

mountpoint_of() {
    docker volume inspect --format '{{.Mountpoint}}' "$1"
}

expect_foreign_untouched() {
    expect_equal "what is somebody else's was not touched" "$(foreign_things)" "$(cat "$FOLDER/foreign")"
}

# look_at CONTAINER...: other words once it was stopped, started or made anew.
look_at() {
    docker inspect --format '{{.Name}} {{.Id}} {{.State.Running}} {{.State.Pid}} {{.State.StartedAt}} {{.RestartCount}}' "$@"
}

# --- leases that stand

# make_standing KIND NUMBER...
make_standing() {
    local kind=$1 number vmid
    shift
    for number in "$@"; do
        "${kind}_request" "stand-$kind-$number" 86400
    done
    ask_again
    expect "leases are made" wait_until 550 none_waits stand-
    expect_equal "they are active" "$(leases_of stand- | jq -r .state | sort -u)" active
    for number in "$@"; do
        vmid=$(leases_of "stand-$kind-$number" | jq -r .vmid)
        write_data "$vmid" "data of $vmid"
    done
}

# Leases, containers and data.
standing() {
    local vmid
    for vmid in $(vmids_of stand-); do
        leases_of stand- | jq -r "select(.vmid == $vmid) | [.lease_id, .state, .encrypted, .restarts, .outage_credit_seconds] | @text"
        look_at "paygress-$vmid"
    done
}

expect_standing_untouched() {
    local vmid
    expect_equal "the leases that stood have the same containers and processes" "$(standing)" "$(cat "$FOLDER/standing")"
    for vmid in $(vmids_of stand-); do
        expect_equal "the data of $vmid are there" "$(read_data "$vmid")" "data of $vmid"
    done
}

# --- requests

# plain_request ID SECONDS [FOLDER]; encrypted_request ID SECONDS [FOLDER]
plain_request() {
    jq -n --arg id "$1" --argjson seconds "$2" \
        '{request_id: $id, template: "hello", tier: "tiny", duration_seconds: $seconds}' > "$FOLDER/${3:-}/$1.json"
}

encrypted_request() {
    jq -n --arg id "$1" --argjson seconds "$2" --arg key "$(base64url <(head -c 32 /dev/urandom))" \
        '{request_id: $id, image: "paygress/writer:1", data_path: "/data", tier: "tiny", duration_seconds: $seconds,
            volume_encryption: {version: 1, algorithm: "luks2-aes-xts", key_b64: $key}}' > "$FOLDER/${3:-}/$1.json"
}

# ask ID: fails without an answer; a refusal is an answer as well.
ask() {
    local status
    status=$(curl --silent --max-time 30 --unix-socket "$SOCKET" --json "@$FOLDER/$1.json" \
        --output "$FOLDER/$1.answer" --write-out '%{http_code}' http://localhost/v1/spawns) || return 1
    echo "$status" > "$FOLDER/$1.status"
}

# Those that were not asked yet, or got no answer because the daemon was killed.
without_answer() {
    local file
    for file in "$FOLDER"/*.json; do
        file=${file#"$FOLDER/"}
        [[ -e $FOLDER/${file%.json}.status ]] || echo "${file%.json}"
    done
}

ask_again() {
    local id
    expect "the daemon answers" wait_until 120 api GET /v1/status
    for id in $(without_answer); do
        expect "request $id is answered" ask "$id"
    done
    expect_equal "all requests were accepted" "$(cat "$FOLDER"/*.status | awk '!/^20[02]$/')" ""
}

# leases_of PREFIX: of the request ids, one a line, with those that are over; vmids_of PREFIX
leases_of() {
    api GET '/v1/leases?all=true' | jq -c --arg prefix "$1" '.leases[] | select(.request_id | startswith($prefix))'
}

vmids_of() {
    leases_of "$1" | jq -r .vmid | sort -n
}

# Not asked often, as the question takes its time from the daemon here.
no_lease_lives() {
    sleep 3
    leases_of "$1" | jq -se 'all(.state | IN("ended", "failed"))'
}

none_waits() {
    sleep 3
    leases_of "$1" | jq -se 'all(.state | IN("queued", "provisioning") | not)'
}

# --- kills

# kill_daemon PID
kill_daemon() {
    kill -KILL "$1"
    echo "$1" >> "$FOLDER/killed"
}

# Sets $pid to the daemon that systemd started after the last kill.
wait_for_next() {
    local killed
    killed=$(tail -n 1 "$FOLDER/killed")
    until pid=$(unit_property MainPID) && ((pid != 0 && pid != killed)); do :; done
}

start_to_ready() {
    local pid
    kill_daemon "$(unit_property MainPID)"
    wait_for_next
    wait_until 120 unit_is ActiveState active
    echo $((($(unit_property ActiveEnterTimestampMonotonic) - $(unit_property ExecMainStartTimestampMonotonic)) / 1000))
}

# kill_ten NUMBER: from that one on, each at 0.2 to 3 times the start to READY.
kill_ten() {
    local number moment pid load
    make_load "$1"
    # So that the first one is counted from a start as well.
    kill_daemon "$(unit_property MainPID)"
    for ((number = $1; number < $1 + 10; number++)); do
        RANDOM=$(($(recall seed) + number))
        moment=$(($(recall ready) * (200 + RANDOM % 2801) / 1000))
        wait_for_next
        put_load "$pid" "load-$number" &
        load=$!
        wait_for_age "$pid" "$moment"
        kill_daemon "$pid"
        wait "$load"
    done
}

# wait_for_age PID MILLISECONDS
wait_for_age() {
    local left
    left=$(($2 - $(age_of "$1")))
    ((left <= 0)) || sleep "$((left / 1000)).$(printf %03d $((left % 1000)))"
    echo "$(age_of "$1") $EPOCHREALTIME" >> "$FOLDER/ages"
}

# age_of PID: milliseconds since its start.
age_of() {
    local stat up
    read -r -a stat < "/proc/$1/stat"
    read -r up _ < /proc/uptime
    echo $((10#${up/./} * 10 - stat[21] * 10))
}

# make_load NUMBER: leases that end amid the ten kills, and requests to be given
# amid them; no more than the machine will have made in some minutes.
make_load() {
    RANDOM=$(($(recall seed) + $1))
    plain_request "load-before-$1" $((10 + RANDOM % 10))
    plain_request "load-before-$(($1 + 1))" $((10 + RANDOM % 20))
    ask_again
    wait_until 60 none_waits load- || echo "some are still in the making"
    mkdir -p "$FOLDER/later"
    plain_request "load-$1" $((1 + RANDOM % 8)) later
    encrypted_request "load-$(($1 + 2))" $((1 + RANDOM % 8)) later
    plain_request "load-$(($1 + 5))" $((1 + RANDOM % 8)) later
}

# put_load PID ID: gives that request, and what had no answer before, to the daemon
# as long as it lives.
put_load() {
    local id
    [[ ! -e $FOLDER/later/$2.json ]] || mv "$FOLDER/later/$2.json" "$FOLDER/"
    for id in $(without_answer); do
        until ask "$id"; do
            [[ -e /proc/$1 ]] || return 0
            sleep 0.1
        done
    done
}

moments() {
    sort -n "$FOLDER/ages" | awk -v ready="$(recall ready)" '
        { at[NR] = $1 / ready; early += $1 < ready }
        END { printf "%.2f to %.2f times that, median %.2f, %d of them before READY", at[1], at[NR], at[int((NR + 1) / 2)], early }'
}

# --- what came of it

# For jq: a moment of the API as seconds since 1970.
seconds='def seconds: capture("(?<whole>[^.Z+]+)(?<part>\\.[0-9]+)?") | (.whole + "Z" | fromdateiso8601) + (.part // 0 | tonumber);'

# Also when each request is given once more.
expect_one_lease_each() {
    local id
    leases_of load- > "$FOLDER/leases"
    for id in $(jq -r .request_id "$FOLDER/leases"); do
        ask "$id"
        expect_equal "$id has one lease" "$(cat "$FOLDER/$id.status") $(jq -r .lease_id "$FOLDER/$id.answer")" \
            "200 $(jq -r --arg id "$id" 'select(.request_id == $id) | .lease_id' "$FOLDER/leases")"
    done
    expect_equal "each request has a lease, and none has two" "$(leases_of load- | jq -r .request_id | sort)" \
        "$(basename --suffix .json -a "$FOLDER"/load-*.json | sort)"
    expect_equal "each was a lease until its end, or was refused with a code" \
        "$(jq -c 'select((.state == "ended" and .end_reason == "expired" and .code == null)
            or (.state == "failed" and (.end_reason | IN("provision_failed", "rejected")) and .code != null) | not)' "$FOLDER/leases")" ""
    figure "$(wc -l < "$FOLDER/leases") short leases:" \
        "$(jq -r '"\(.state) \(.end_reason) \(.code // "")"' "$FOLDER/leases" | sort | uniq -c | tr -s ' \n' ' ')"
    figure "$(tell_what_was_hit)"
}

# What the daemon was at when it was killed, by the books.
tell_what_was_hit() {
    local lease
    for lease in $(jq -r .lease_id "$FOLDER/leases"); do
        api GET "/v1/leases/$lease/events"
    done | jq -s "$seconds"' .[].events | [., .[1:]] | transpose[] | select(.[1] != null)
            | {state: .[0].state, from: (.[0].at | seconds), to: (.[1].at | seconds)}' |
        jq -rs --rawfile ages "$FOLDER/ages" '. as $spans
            | [$ages | split("\n")[] | select(. != "") | split(" ")[1] | tonumber] as $kills
            | def hit($state): [$kills[] | select(. as $at | any($spans[]; .state == $state and .from < $at and $at < .to))] | length;
            "\(hit("provisioning")) kills hit spawns, \(hit("evicting")) hit evictions"'
}

# By docker's own record of starts and deaths.
expect_no_early_end() {
    jq -s --slurpfile events "$FOLDER/events" "$seconds"'
        ($events | group_by(.Actor.Attributes["io.paygress.lease"]) | INDEX(.[0].Actor.Attributes["io.paygress.lease"] // "")) as $of
        | .[] | .lease_id as $id
        | {request_id, state, restarts, end: (.expires_at // null | if . then seconds else null end),
            starts: [$of[$id][]? | select(.Action == "start") | .timeNano / 1e9],
            deaths: [$of[$id][]? | select(.Action == "die") | .timeNano / 1e9]}' "$FOLDER/leases" > "$FOLDER/lives"
    expect_equal "no container was started twice" "$(jq -c 'select(.restarts != 0 or (.starts | length) > 1)' "$FOLDER/lives")" ""
    # The end is on the boot clock, and shown as the wall clock will show it.
    expect_equal "none died before its end" \
        "$(jq -c 'select(.state == "ended" and ((.deaths | length) != 1 or .deaths[0] < .end - 0.05))' "$FOLDER/lives")" ""
    figure "the earliest death was $(jq -s 'map(select(.state == "ended") | .deaths[0] - .end) | min * 1000 | round' "$FOLDER/lives") ms after the end of its lease"
}

expect_nothing_left() {
    expect "audit finds nothing" provider audit
    expect_equal "no container of ours is left" "$(docker ps --all --quiet --filter "label=io.paygress.host=$(cat "$DATA/instance-id")")" ""
    expect_equal "no docker volume but theirs is left" "$(docker volume ls --quiet)" "$FOREIGN_VOLUME"
    expect_equal "no mapping is left" "$(dmsetup ls)" "No devices found"
    expect_equal "no loop device is left" "$(losetup --list --noheadings)" ""
    expect_equal "no image, env file or file of a lease is left" "$(find "$DATA"/{volumes,requests,leases} -type f)" ""
    expect_equal "no link is left" "$(ls -A /run/paygress/dev)" ""
    expect "no timer is left" wait_until 60 no_timer_is_left
}
