# shellcheck shell=bash
# Tenants under gVisor, as Debian has it: a kernel of their own in front of the machine's.

step_1() {
    # Its kernel lives within what was sold: of a tenth of an emulated core its start takes minutes.
    settings '{"Docker": {"Runtime": "runsc"}, "Tiers": {"tiny": {"CpuMillicores": 1000, "MemoryMb": 256}}}'
    expect_fails "a runtime that docker does not know fails the check" 1 provider check > /tmp/check
    expect "which says so" grep -q "dockerd knows no runtime runsc" /tmp/check
    expect_fails "and no lease is taken" 4 provider spawn --template hello --duration 10m

    DEBIAN_FRONTEND=noninteractive dpkg --install /payload/runsc.deb > /dev/null
    echo '{"runtimes": {"runsc": {"path": "/usr/bin/runsc", "runtimeArgs": ["--platform=ptrace"]}}}' > /etc/docker/daemon.json
    systemctl restart docker paygress-provider
    provider check > /tmp/check
    expect "one that it knows is shown" grep -q "tenants run under runsc" /tmp/check
    expect_equal "in the status too" "$(api GET /v1/status | jq -r .isolation)" runsc
}

step_2() {
    local vmid
    vmid=$(provider spawn --template hello --duration 1h --json | jq -er .vmid)
    remember tenant "$vmid"
    figure "inside: $(docker exec "paygress-$vmid" busybox uname -sr), outside: $(uname -sr)"
    expect "its page answers" wait_until 120 page "$vmid"
    expect "its kernel is not the machine's" test "$(docker exec "paygress-$vmid" busybox uname -r)" != "$(uname -r)"
}

step_3() {
    provider release "$(recall tenant)" > /dev/null
    # Emulated, it takes minutes.
    provider_limit=500 provider trial --json > /tmp/trial
    jq -r '.lines[] | "\(.limit): \(.outcome), \(.said)"' /tmp/trial | while read -r line; do
        figure "$line"
    done
    expect "at the end nothing is left" wait_until 120 provider audit
}
