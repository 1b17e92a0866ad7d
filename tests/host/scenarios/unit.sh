# shellcheck shell=bash
# The unit as installed, and what it does about settings that cannot be used.
# smoke

step_1() {
    expect "the unit is active" systemctl is-active --quiet paygress-provider
    expect_equal "systemd has nothing to say against the unit" \
        "$(systemd-analyze verify --man=no paygress-provider.service 2>&1 | grep paygress || true)" ""
    figure "exposure of the unit by systemd-analyze security: $(exposure)"
    expect "that is at most 2.8" jq --null-input --exit-status "$(exposure) <= 2.8"
    expect_equal "the socket is for the group alone" "$(stat -c '%a %U:%G' "$SOCKET")" "660 root:paygress"
    expect_equal "the data directory is root's alone" "$(stat -c '%a %U' "$DATA")" "700 root"
    expect "check finds all that the provider needs" provider check
    expect "within its sandbox too it learns from the kernel whether the clock is synchronised" wait_until 60 daemon_knows_its_clock
}

step_2() {
    jq '.Leases.Nonsense = 1' /etc/paygress/appsettings.json > /tmp/settings
    cp /tmp/settings /etc/paygress/appsettings.json
    systemctl restart paygress-provider || true
    expect "with an unknown setting it ends" wait_until 30 unit_is ExecMainStatus 78
    sleep 4
    expect_equal "and is not started again" "$(unit_property ActiveState)" failed
    expect "the journal has the key" \
        grep -q Leases:Nonsense <(journalctl --no-pager -u paygress-provider -n 20)
}

# Either way: nothing keeps the clock of this machine right.
daemon_knows_its_clock() {
    grep -q 'the kernel says that the clock is' <(journalctl --boot --no-pager -u paygress-provider --output cat)
}

exposure() {
    systemd-analyze security --no-pager paygress-provider.service | sed -n 's/.*Overall exposure level.*: \([0-9.]*\) .*/\1/p'
}
