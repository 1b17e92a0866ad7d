# shellcheck shell=bash
# shellcheck disable=SC2034 # used by who sources it
# Words to write scenarios with.

results=/dev/virtio-ports/paygress.results
output=/dev/virtio-ports/paygress.output
STATE=/state
SOCKET=/run/paygress/provider.sock
DATA=/var/lib/paygress

# --- what is expected

# expect WHAT COMMAND...: the step fails where the command does.
expect() {
    local what=$1
    shift
    if "$@"; then
        echo "   ok: $what"
    else
        echo "NOT TRUE: $what"
        echo "          ($*)"
        exit 1
    fi
}

# expect_equal WHAT ACTUAL EXPECTED
expect_equal() {
    if [[ $2 == "$3" ]]; then
        echo "   ok: $1"
    else
        echo "NOT TRUE: $1"
        echo "  is:        $2"
        echo "  should be: $3"
        exit 1
    fi
}

# expect_fails WHAT STATUS COMMAND...
expect_fails() {
    local what=$1 wanted=$2 status=0
    shift 2
    "$@" || status=$?
    expect_equal "$what" "status $status" "status $wanted"
}

# wait_until SECONDS COMMAND...: quiet; false when the time is over.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" > /dev/null 2>&1; do
        ((SECONDS < deadline)) || return 1
        sleep 0.3
    done
}

# figure TEXT...: is printed, whether the scenario passes or not.
figure() {
    echo "   $*"
    echo "figure - $*" > "$results"
}

# --- the provider

# The command line. It takes a second or two here, so questions better go to api.
provider() {
    timeout "${provider_limit:-120}" /usr/bin/paygress-provider "$@"
}

# api METHOD PATH [BODY]
api() {
    curl --silent --show-error --fail-with-body --max-time 60 --unix-socket "$SOCKET" \
        --request "$1" ${3:+--json "$3"} "http://localhost$2"
}

# spawn [OPTION]...: a lease of the template hello, for an hour or DURATION; prints its vmid.
spawn() {
    provider spawn --template hello --tier tiny --duration "${DURATION:-1h}" --json "$@" | jq -er .vmid
}

# lease VMID [FIELD]: as JSON, or one field as text: lease 1000 .state
lease() {
    api GET "/v1/leases/$1" | jq -r "${2:-.}"
}

living_leases() {
    api GET /v1/leases | jq -r '.leases[] | select(.state | IN("ended", "failed") | not) | .vmid // empty'
}

release_living() {
    local vmid
    for vmid in $(living_leases); do
        provider release "$vmid" > /dev/null
    done
}

lease_is() {
    [[ $(lease "$1" .state) == "$2" ]]
}

# settings JSON: lays it over the settings, and restarts the provider.
settings() {
    local file=/etc/paygress/appsettings.json
    jq --argjson more "$1" '. * $more' "$file" > "$file.new"
    mv "$file.new" "$file"
    systemctl restart paygress-network paygress-provider
}

# unit LINE...: more lines of the unit's [Service], until the scenario ends.
unit() {
    local folder=/etc/systemd/system/paygress-provider.service.d
    mkdir -p "$folder"
    { echo '[Service]' && printf '%s\n' "$@"; } > "$folder/$((RANDOM)).conf"
    systemctl daemon-reload
}

# before_luks_format COMMANDS: are run in the middle of making an encrypted volume,
# just before the daemon's cryptsetup formats it, with its arguments.
before_luks_format() {
    mkdir -p /run/hook
    cat > /run/hook/cryptsetup << END
#!/bin/bash
hook() { $1; }
[[ \$1 != luksFormat ]] || hook "\$@" < /dev/null >&2
exec /usr/sbin/cryptsetup "\$@"
END
    chmod +x /run/hook/cryptsetup
    unit "Environment=PATH=/run/hook:$PATH"
    systemctl restart paygress-provider
}

# The unit's lines are gone at the end of the scenario.
forget_hook() {
    rm /run/hook/cryptsetup
}

# unit_is PROPERTY VALUE; unit_property PROPERTY
unit_property() {
    systemctl show paygress-provider --value --property "$1"
}

unit_is() {
    [[ $(unit_property "$1") == "$2" ]]
}

# end_timers [LEASE]: the units that wait for a lease's end, or are at work on it.
end_timers() {
    systemctl list-units --all --full --plain --no-legend "paygress-end-${1:-}*" | awk '$3 != "inactive" { print $1 }'
}

no_timer_is_left() {
    [[ -z $(end_timers "") ]]
}

# --- a lease's container and data

container_id() {
    docker inspect --format '{{.Id}}' "paygress-$1"
}

started_at() {
    docker inspect --format '{{.State.StartedAt}}' "paygress-$1"
}

container_runs() {
    [[ $(docker inspect --format '{{.State.Running}}' "paygress-$1") == true ]]
}

# write_data VMID TEXT, brought to the disk as a careful tenant does; read_data VMID
write_data() {
    docker exec "paygress-$1" sh -c 'echo "$1" > /data/text && sync /data/text && sync' sh "$2"
}

read_data() {
    docker exec "paygress-$1" cat /data/text
}

# page VMID: what the lease's web page says.
page() {
    curl --silent --fail --max-time 20 "http://127.0.0.1:$(lease "$1" '.ports[0].host_port')/"
}

# --- the journal

# entries MATCH...: entries of this scenario, one JSON object a line.
entries() {
    journalctl --no-pager --output json --since "@$(cat "$STATE/began")" "$@"
}

# measure_pauses: of heartbeats, in seconds, into /tmp/beats: how many, and the longest.
measure_pauses() {
    entries PAYGRESS_EVENT=HeartbeatSent | jq -r .__REALTIME_TIMESTAMP | sort -n |
        jq -s '[., .[1:]] | transpose | map(select(.[1] != null) | (.[1] - .[0]) / 1e6) | {count: length, longest: max}' > /tmp/beats
}

# --- over a reboot

# remember NAME VALUE; recall NAME
remember() {
    echo "$2" > "$STATE/memory/$1"
}

recall() {
    cat "$STATE/memory/$1"
}

go_on() {
    local next=$((${this_step:?} + 1))
    if declare -F "step_$next" > /dev/null; then
        echo "$next" > "$STATE/step"
    else
        echo end > "$STATE/step"
    fi
}

# Ends the step; the next one follows the boot.
then_reboot() {
    go_on
    touch "$STATE/rebooting"
    systemctl reboot
    exit 0
}

# The same without any warning: what is not on the disk by now is lost.
then_power_cut() {
    go_on
    touch "$STATE/rebooting"
    echo b > /proc/sysrq-trigger
    sleep infinity
}

# --- encrypted volumes

# Never whole on the host's own disk, where the search for it would find it.
MARKER=PLAIN-$(printf '%s-%s' TEXT MARKER)
CONTROL=CONTROL-$(printf '%s-%s' TEXT MARKER)

# The image of a container that writes as soon as it starts. It puts the marker
# together itself, so that it is in no layer of the image.
make_writer() {
    local tree
    settings '{"Images": {"Allowed": ["paygress/*"]}}'
    ! docker image inspect paygress/writer:1 > /dev/null 2>&1 || return 0
    tree=$(mktemp -d)
    mkdir -p "$tree/bin" "$tree/data"
    cp /bin/busybox "$tree/bin/busybox"
    for applet in sh echo grep sync sleep printf cat; do
        ln -s busybox "$tree/bin/$applet"
    done
    tar --create --directory "$tree" . | docker import \
        --change 'CMD ["/bin/sh","-c","printf \"PLAIN-%s-%s\\n\" TEXT MARKER >> /data/marker; sync; while :; do sleep 1; done"]' \
        - paygress/writer:1
    rm -rf "$tree"
}

# make_key FILE: 32 random bytes.
make_key() {
    (umask 077 && head -c 32 /dev/urandom > "$1")
}

# base64url FILE: as the API takes a key.
base64url() {
    base64 -w0 "$1" | tr '+/' '-_' | tr -d =
}

# spawn_writer [OPTION]...: a lease of that container, for an hour or DURATION; prints its vmid.
spawn_writer() {
    provider spawn --image paygress/writer:1 --data-path /data --tier tiny --duration "${DURATION:-1h}" --json "$@" | jq -er .vmid
}

# hits FILE: whether the marker is anywhere in a file or device.
hits() {
    if grep --quiet --text --fixed-strings "$MARKER" "$1"; then echo yes; else echo no; fi
}

# files_with TEXT: the files of the host's own disk that have it.
files_with() {
    find /var /srv /root /home /tmp /etc /opt -xdev -type f -exec grep --text --fixed-strings --files-with-matches -e "$1" {} + || true
}
