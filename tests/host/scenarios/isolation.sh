# shellcheck shell=bash
# What tenants reach, under the installed units: nobody but the world. With the firewall
# flushed under load, with the guard killed, and with the provider stopped.
#
# The world is a network namespace that counts every packet; the machine has no network card.

FORBIDDEN=(169.254.169.254 10.99.0.1 192.168.99.1 100.64.9.9)
PUBLIC=203.0.113.9

step_1() {
    expect "the guard is there" systemctl is-active paygress-network
    expect "check finds the network guarded" check_says "keep tenants from this machine"
    figure "exposure of paygress-network by systemd-analyze security: $(exposure)"
    open_the_world
    make_caller
    remember neighbour "$(spawn)"
    watch_neighbour
    settings "$(jq -n --arg targets "$(targets | tr "\n" " ")" '{"Templates": {"caller": {"Image": "paygress/caller:1", "Env": {"TARGETS": $targets}}}}')"
    remember caller "$(spawn_caller)"
    expect "the caller reaches the world" wait_until 60 world_was_called
}

step_2() {
    local round
    for round in 1 2 3 4 5; do
        iptables -F
        iptables -t nat -F
        nft flush ruleset
        remember flushed "$(date +%s%3N)"
        expect "after flush $round the firewall is back" wait_until 60 nft list table inet paygress_paygress0
        figure "the firewall is back $(($(date +%s%3N) - $(recall flushed))) ms after a flush"
        sleep 3
    done
    nobody_was_reached
    expect "it is told" test -n "$(entries PAYGRESS_EVENT=NetworkMended)"
    expect "docker's rules are missed" wait_until 30 check_says "docker's rules"
    expect_fails "no lease is taken" 4 spawn_caller
    systemctl restart docker
    expect "all is well again" wait_until 90 check_says "keep tenants from this machine"
    expect "the neighbour runs again" wait_until 120 container_runs "$(recall neighbour)"
    expect "a lease is taken" spawn_caller
}

# The rules that no flush takes away go with the guard. Routes and ports do not.
step_3() {
    watch_neighbour
    systemctl kill -s STOP paygress-provider
    systemctl kill -s KILL --kill-who=all paygress-network
    nft flush ruleset
    sleep 5
    nobody_in_private_was_reached
    systemctl kill -s CONT paygress-provider
    expect "the guard is back" wait_until 60 nft list table inet paygress_paygress0_held
    systemctl restart docker
    expect "all is well again" wait_until 90 check_says "keep tenants from this machine"
}

step_4() {
    systemctl stop paygress-provider
    nft flush ruleset
    expect "without the provider the rules are held and put back" wait_until 60 nft list table inet paygress_paygress0
    systemctl restart docker
    systemctl start paygress-provider
    systemctl stop paygress-network
    expect "a stopped guard is told" check_says "the network guard was stopped"
    expect_fails "no lease is taken" 4 spawn_caller
    systemctl start paygress-network
    expect "with the guard all is well" wait_until 90 check_says "keep tenants from this machine"
    release_living
    ip netns delete outside
}

exposure() {
    systemd-analyze security --no-pager paygress-network | sed -n 's/.*Overall exposure level[^:]*: \([0-9.]*\).*/\1/p'
}

check_says() {
    # It fails where a check does, and says all the same.
    { provider check || true; } > /tmp/check
    grep -qF "$1" /tmp/check
}

open_the_world() {
    local address
    ip netns add outside
    ip link add outside0 type veth peer name eth0 netns outside
    ip address add 198.51.100.1/24 dev outside0
    ip link set outside0 up
    ip -n outside link set lo up
    ip -n outside address add 198.51.100.2/24 dev eth0
    ip -n outside link set eth0 up
    ip -n outside route add default via 198.51.100.1
    ip netns exec outside nft 'add table inet seen; add chain inet seen in { type filter hook prerouting priority -300; }'
    for address in "$PUBLIC" "${FORBIDDEN[@]}"; do
        ip -n outside address add "$address/32" dev lo
        ip route add "$address/32" via 198.51.100.2
        ip netns exec outside nft add rule inet seen in ip daddr "$address" counter
    done
}

# packets_to ADDRESS: how many have reached it.
packets_to() {
    ip netns exec outside nft list chain inet seen in | awk -v "address=$1" '$3 == address { print $6 }'
}

world_was_called() {
    [[ $(packets_to "$PUBLIC") -gt 0 ]]
}

make_caller() {
    local tree
    tree=$(mktemp -d)
    mkdir -p "$tree/bin"
    cp /bin/busybox "$tree/bin/busybox"
    ln -s busybox "$tree/bin/sh"
    tar --create --directory "$tree" . | docker import \
        --change 'CMD ["/bin/sh","-c","while :; do for t in $TARGETS; do busybox nc -w 1 ${t%:*} ${t#*:} < /dev/null > /dev/null 2>&1; done; done"]' \
        - paygress/caller:1
    rm -rf "$tree"
}

spawn_caller() {
    provider spawn --template caller --tier tiny --duration 1h --json | jq -er .vmid
}

neighbour_ip() {
    docker inspect --format '{{.NetworkSettings.Networks.paygress.IPAddress}}' "paygress-$(recall neighbour)"
}

# The last two are this machine, on a port of its own.
targets() {
    local address
    for address in "${FORBIDDEN[@]}" "$PUBLIC"; do
        echo "$address:80"
    done
    echo "$(neighbour_ip):8080"
    echo "10.213.0.1:7777"
    echo "198.51.100.1:7777"
}

# In the neighbour's own namespace; docker gives it another one with each start.
watch_neighbour() {
    inside_neighbour nft 'add table inet seen; add chain inet seen in { type filter hook prerouting priority -300; }; add rule inet seen in tcp dport 8080 ip saddr != 10.213.0.1 counter'
    [[ -e /run/host-calls ]] || listen_on_host
}

inside_neighbour() {
    nsenter --target "$(docker inspect --format '{{.State.Pid}}' "paygress-$(recall neighbour)")" --net -- "$@"
}

# Each call leaves a line.
listen_on_host() {
    : > /run/host-calls
    setsid busybox nc -ll -p 7777 -e /bin/sh -c 'echo call >> /run/host-calls' > /dev/null 2>&1 < /dev/null &
    expect "this machine listens" wait_until 20 called_by_itself
    : > /run/host-calls
}

called_by_itself() {
    busybox nc -w 1 127.0.0.1 7777 < /dev/null
    [[ -s /run/host-calls ]]
}

nobody_in_private_was_reached() {
    local address
    for address in "${FORBIDDEN[@]}"; do
        expect_equal "$address was not reached" "$(packets_to "$address")" 0
    done
    expect_equal "the neighbour was not reached" "$(inside_neighbour nft list chain inet seen in | grep -o 'packets [0-9]*')" "packets 0"
}

nobody_was_reached() {
    nobody_in_private_was_reached
    expect_equal "this machine was not reached" "$(cat /run/host-calls)" ""
}
