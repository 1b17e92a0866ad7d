# shellcheck shell=bash
# Encrypted leases while an effect on the host goes wrong: killed before, in the
# middle of or after it, refused, unanswered. After each the same is asked again,
# books and host have to agree, and at the end nothing of the lease may be left.

# Where the sandbox lets the provider write.
PLAN=/run/paygress/fail-points

# A few cells each, as a step has its limit.
step_1() {
    cells spawn \
        'MakeImage#1 DiskFull' \
        'cryptsetup luksFormat#1 CrashBefore' \
        'cryptsetup luksFormat#1 CrashDuring' \
        'cryptsetup luksFormat#1 CrashAfter'
}

step_2() {
    cells spawn \
        'cryptsetup luksFormat#1 Hang' \
        'cryptsetup luksFormat#1 LostReply' \
        'RenameImage#1 CrashBefore' \
        'cryptsetup open#1 CrashDuring'
}

step_3() {
    cells spawn \
        'cryptsetup open#1 CrashAfter' \
        'cryptsetup open#1 Late' \
        'cryptsetup open#1 Error' \
        'mkfs.ext4 -q#1 CrashDuring'
}

step_4() {
    cells spawn \
        'docker volume create#1 CrashAfter' \
        'SetDeviceLink#1 CrashAfter' \
        'docker create#1 Late' \
        'docker start#1 CrashDuring'
}

step_5() {
    cells release \
        'cryptsetup close#1 CrashBefore' \
        'cryptsetup close#1 CrashAfter' \
        'cryptsetup close#1 Hang'
}

step_6() {
    cells release \
        'cryptsetup luksErase#1 CrashDuring' \
        'cryptsetup luksErase#1 LostReply' \
        'DeleteImage#1 Error'
}

step_7() {
    cells unlock \
        'cryptsetup open#1 CrashAfter' \
        'cryptsetup open#1 LostReply'
}

step_8() {
    cells unlock \
        'SetDeviceLink#1 CrashBefore' \
        'docker start#1 CrashAfter'
}

cells() {
    local operation=$1 plan
    shift
    prepare
    for plan in "$@"; do
        cell "$operation" "$plan"
    done
}

prepare() {
    make_key /state/memory/key
    rm -rf /etc/systemd/system/paygress-provider.service.d
    unit "Environment=PAYGRESS_FAIL_POINTS=$PLAN" 'RestartSec=100ms'
    settings '{"Cleanup": {"SweepInterval": "2s", "OrphanGrace": "5s", "SettleTime": "5s"}}'
}

# cell spawn|release|unlock 'POINT#N KIND'
cell() {
    local operation=$1 plan=$2 daemon id
    request=cell-$RANDOM$RANDOM
    daemon=$(unit_property MainPID)
    if [[ $operation == spawn ]]; then
        arm "$plan"
        ask spawn
    else
        ask spawn
        expect "before '$plan' the lease is active" wait_until 90 state_is active
        [[ $operation != unlock ]] || lock
        daemon=$(unit_property MainPID)
        arm "$plan"
        ask "$operation"
    fi
    expect "$operation: '$plan' takes place" wait_until 90 test ! -e "$PLAN"
    # A point takes place a moment before the process that it kills is gone.
    [[ $plan != *\ Crash* ]] || expect "the provider was killed" wait_until 90 is_another "$daemon"
    expect "the provider runs" wait_until 90 answers
    ask "$operation"
    id=$(find_lease .lease_id)
    settled "$operation"
    # Else it meets the next cell's lease.
    expect "the late effect has come" wait_until 60 test ! -e "$PLAN.late"
    release_living
    wait_until 90 is_over || expect_equal "the lease comes to its end" "$(lease "$id")" ""
    wait_until 60 nothing_left || expect_equal "nothing is left" "$(list_left)" ""
    figure "cell $operation $plan"
}

# Written under another name first: a plan is never read in half.
arm() {
    echo "$1" > "$PLAN.new"
    mv "$PLAN.new" "$PLAN"
}

# A caller who hears nothing is no failure of the scenario.
ask() {
    local key
    key=$(base64url /state/memory/key)
    case $1 in
        spawn) api POST /v1/spawns "{\"request_id\": \"$request\", \"template\": \"hello\", \"tier\": \"tiny\", \"duration_seconds\": 3600,
            \"volume_encryption\": {\"version\": 1, \"algorithm\": \"luks2-aes-xts\", \"key_b64\": \"$key\"}}" ;;
        release) api DELETE "/v1/leases/$(find_lease .lease_id)" ;;
        unlock) api POST "/v1/leases/$(find_lease .lease_id)/unlock" "{\"key_b64\": \"$key\"}" ;;
    esac > /dev/null 2>&1 || true
}

settled() {
    case $1 in
        spawn)
            wait_until 120 state_is active failed || expect_equal "it runs or is refused" "$(find_lease .)" ""
            ! state_is failed || expect "a refusal has a code" test "$(find_lease .code)" != null
            ;;
        release) expect "it ends" wait_until 120 state_is ended ;;
        unlock) expect "it is open" wait_until 120 state_is active ;;
    esac
    if state_is active; then
        expect "its container runs" wait_until 60 container_runs "$(find_lease .vmid)"
        expect "on its own mapping" test -e "/dev/mapper/paygress-$(find_lease .vmid)-luks"
    fi
}

# As after a reboot: no container, no key.
lock() {
    local vmid
    vmid=$(find_lease .vmid)
    systemctl stop paygress-provider
    docker kill "paygress-$vmid" > /dev/null
    expect "the volume is closed by hand" wait_until 20 cryptsetup close "paygress-$vmid-luks"
    systemctl start paygress-provider
    expect "the lease is locked" wait_until 90 state_is locked
}

# is_another PID
is_another() {
    [[ $(unit_property MainPID) != "$1" ]]
}

find_lease() {
    api GET '/v1/leases?all=true' | jq -r --arg id "$request" ".leases[] | select(.request_id == \$id) | $1"
}

# state_is STATE...
state_is() {
    local state wanted
    state=$(find_lease .state)
    for wanted in "$@"; do
        [[ $state != "$wanted" ]] || return 0
    done
    return 1
}

answers() {
    api GET /healthz
}

is_over() {
    state_is ended failed
}

nothing_left() {
    [[ -z $(list_left) ]]
}

list_left() {
    docker ps --all --format 'container {{.Names}}'
    docker volume ls --format 'volume {{.Name}}'
    losetup --list --noheadings
    find /dev/mapper -mindepth 1 ! -name control
    find "$DATA/volumes" "$DATA/requests" "$DATA/leases" /run/paygress/dev -mindepth 1 2> /dev/null
    end_timers ""
    api GET /v1/audit | jq -r '.findings[], .unanswered[]'
}
