# shellcheck shell=bash
# A provider that hangs, and one that is killed, is started again; no tenant feels it.

step_1() {
    local vmid
    expect_equal "the unit has a watchdog" "$(unit_property WatchdogUSec)" 1min
    unit WatchdogSec=20
    systemctl restart paygress-provider
    vmid=$(spawn)
    remember vmid "$vmid"
    remember container "$(container_id "$vmid") $(started_at "$vmid")"
    write_data "$vmid" mine
}

step_2() {
    local pid
    pid=$(unit_property MainPID)
    kill -STOP "$pid"
    expect "systemd starts it again when it hangs" wait_until 120 is_another "$pid"
    expect "the journal says why" grep -q 'Watchdog timeout' \
        <(journalctl --no-pager -u paygress-provider --since "@$(cat "$STATE/began")")
    expect_tenant_untouched
}

step_3() {
    local pid
    pid=$(unit_property MainPID)
    kill -KILL "$pid"
    expect "systemd starts it again when it is killed" wait_until 60 is_another "$pid"
    expect_tenant_untouched
}

is_another() {
    unit_is ActiveState active && [[ $(unit_property MainPID) != "$1" ]]
}

expect_tenant_untouched() {
    local vmid
    vmid=$(recall vmid)
    expect_equal "the container has run on" "$(container_id "$vmid") $(started_at "$vmid")" "$(recall container)"
    expect_equal "its data are there" "$(read_data "$vmid")" mine
    expect "the lease is active" lease_is "$vmid" active
}
