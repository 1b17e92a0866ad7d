# shellcheck shell=bash
# The wall clock is set by a day in both directions, also while no provider runs; the
# machine sleeps; and it comes up with a wrong clock. No lease ends early, none goes on for nothing.

# ends_on_time VMID SECONDS: the container dies within the bound after that much time
# of the kernel, and not before.
ends_on_time() {
    local vmid=$1 left=$2 began died
    began=$(uptime_ms)
    wait_until $((${left%.*} + 120)) container_is_dead "$vmid"
    died=$(($(uptime_ms) - began))
    figure "lease of ${left} s: dead after $died ms"
    expect "lease $vmid did not end early" awk "BEGIN { exit !($died >= $left * 1000 - 300) }"
    expect "lease $vmid ended within 20 s of its end" awk "BEGIN { exit !($died <= $left * 1000 + 20000) }"
}

uptime_ms() {
    awk '{ printf "%d", $1 * 1000 }' /proc/uptime
}

container_is_dead() {
    ! container_runs "$1"
}

seconds_left() {
    lease "$1" .seconds_left
}

# within SECONDS A B
near() {
    awk "BEGIN { d = $2 - $3; exit !(d <= $1 && d >= -$1) }"
}

step_wall_clock() {
    date --set "$1" > /dev/null
}

spawn_for() {
    provider spawn --template hello --tier tiny --duration "$1" --json | jq -er .vmid
}

step_1() {
    local ahead behind long before
    long=$(spawn_for 3h)
    ahead=$(spawn_for 60s)
    before=$(seconds_left "$long")
    step_wall_clock '+1 day'
    expect "a step of a day ahead takes nothing from a lease" near 60 "$(seconds_left "$long")" "$before"
    expect "its end is shown as the clock will show it" near 60 "$(($(date -d "$(lease "$long" .expires_at)" +%s) - $(date +%s)))" "$(seconds_left "$long")"
    ends_on_time "$ahead" "$(seconds_left "$ahead")"

    behind=$(spawn_for 60s)
    step_wall_clock '-2 days'
    ends_on_time "$behind" "$(seconds_left "$behind")"

    before=$(seconds_left "$long")
    systemctl stop paygress-provider
    step_wall_clock '+1 day'
    systemctl start paygress-provider
    expect "a step while no provider runs takes nothing either" near 90 "$(seconds_left "$long")" "$before"
    expect "the heartbeat is dated by the wall clock" near 120 "$(jq .timestamp /run/paygress/heartbeat.json)" "$(date +%s)"

    remember long "$long"
    remember left "$(seconds_left "$long")"
    step_wall_clock '-400 days'
    hwclock --systohc --utc || echo "no hardware clock to set"
    then_reboot
}

step_2() {
    local long
    long=$(recall long)
    expect "after a boot with a wrong clock the lease runs again" wait_until 240 lease_is_running_again "$long"
    expect "nothing was taken from it" awk "BEGIN { exit !($(seconds_left "$long") >= $(recall left) - 60) }"
    expect "nothing was given to it either" awk "BEGIN { exit !($(seconds_left "$long") <= $(recall left) + 60) }"
    expect "the journal says that the clock is not believed" [ -n "$(journalctl --boot --no-pager --output json PAYGRESS_EVENT=ClockDoubted)" ]
    step_wall_clock '+400 days'
    hwclock --systohc --utc || echo "no hardware clock to set"
    figure "seconds left before and after the reboot: $(recall left), $(seconds_left "$long"); given back: $(lease "$long" .outage_credit_seconds) s"
}

lease_is_running_again() {
    lease_is "$1" active && container_runs "$1" && [[ $(lease "$1" .outage_since) == null ]]
}
