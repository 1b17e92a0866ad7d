# shellcheck shell=bash
# The unit as installed: active, with nothing that systemd complains about.
# smoke

step_1() {
    expect "the unit is active" systemctl is-active --quiet paygress-provider
    expect_equal "systemd has nothing to say against the unit" \
        "$(systemd-analyze verify paygress-provider.service 2>&1 | grep paygress || true)" ""
}
