# shellcheck shell=bash
# The package in the hands of an operator: removed under leases, which live on and
# end on time; not purged while any lives; purged by force; and installed fresh.
# smoke

PROGRAM=/usr/lib/paygress-provider/paygress-provider

# Longer than the removal takes here.
step_1() {
    local long short
    make_key /state/memory/key
    long=$(spawn --data-path /data --encrypt --key-file /state/memory/key)
    short=$(DURATION=75s spawn)
    remember long "$long"
    remember short "$short"
    remember start "$(started_at "$long")"
    remember short_id "$(container_id "$short")"
    remember end "$(date --date "$(lease "$short" .expires_at)" +%s.%N)"

    dpkg --remove paygress-provider
    expect "the unit is gone" [ ! -e /lib/systemd/system/paygress-provider.service ]
    expect "the daemon has ended" wait_until 60 no_daemon
    expect "its leases live on" container_runs "$long"
    expect "also the one that ends soon" container_runs "$short"
    expect "the program is kept for their timers" [ -x "$DATA/end-lease" ]
    expect "the books are kept" [ -s "$DATA/provider.db" ]
    expect "the settings are kept" [ -s /etc/paygress/appsettings.json ]
    remember settings "$(sha256sum /etc/paygress/appsettings.json)"
}

step_2() {
    local died
    expect "the lease that ends is ended by its timer" wait_until 150 is_dead "$(recall short)"
    died=$(docker inspect --format '{{.State.FinishedAt}}' "$(recall short_id)")
    expect "not before its end" not_before "$died" "$(recall end)"
    expect_fails "purge refuses while a lease lives" 1 dpkg --purge paygress-provider
    expect "and has touched nothing" container_runs "$(recall long)"
    expect "nor the books" [ -s "$DATA/provider.db" ]
}

step_3() {
    install_package "${package:?}"
    expect "installed again, it is ready" wait_until 60 api GET /healthz
    expect_equal "the lease has run on" "$(started_at "$(recall long)")" "$(recall start)"
    expect_equal "and is in the books" "$(lease "$(recall long)" .state)" active
    expect "what ended meanwhile is cleared" wait_until 60 no_container "$(recall short)"
    expect "audit finds nothing" wait_until 60 provider audit
    expect "the program is the package's again" [ ! -L "$PROGRAM" ]
    expect_equal "and the settings are the operator's" "$(sha256sum /etc/paygress/appsettings.json)" "$(recall settings)"
}

step_4() {
    docker run --detach --name paygress-7777 --entrypoint /bin/sleep paygress/hello:1 1000
    docker volume create paygress-7778-data
    PAYGRESS_PURGE=yes dpkg --purge paygress-provider
    expect_equal "of containers the foreign one is left" "$(docker ps --all --format '{{.Names}}')" paygress-7777
    expect_equal "of volumes the foreign one is left" "$(docker volume ls --quiet)" paygress-7778-data
    docker rm --force paygress-7777
    docker volume rm paygress-7778-data
    expect_equal "no loop device is left" "$(losetup --list --noheadings)" ""
    expect_equal "no mapping is left" "$(dmsetup ls)" "No devices found"
    expect "no timer is left" wait_until 30 no_timer_is_left
    expect_equal "no network is left" "$(docker network ls --quiet --filter name=paygress)" ""
    expect_equal "no file is left" "$(find / -xdev -path '*paygress*' -not -path '/payload*' -not -path '/state*' \
        -not -path '/proc*' -not -path '/var/lib/docker/*' -not -path '/var/log/*' -not -path '/var/lib/dpkg/*' \
        -not -path '/etc/systemd/system/*paygress-scenarios*' -not -path '/etc/modules-load.d/*' 2> /dev/null)" ""
}

# A new operator: nothing is answered, nothing is configured.
step_5() {
    local vmid
    install_package "${package:?}"
    expect "the unit is active" systemctl is-active --quiet paygress-provider
    systemctl status --no-pager --lines=0 paygress-provider
    expect "check finds all that is needed" provider check
    vmid=$(runuser --user alice -- paygress-provider spawn --template hello --duration 10m --json | jq -er .vmid)
    expect "a member of the group has a lease of hello" container_runs "$vmid"
    expect "its page answers" wait_until 20 page "$vmid"
    expect_fails "somebody else has none" 3 \
        runuser --user mallory -- paygress-provider spawn --template hello --duration 10m
    provider release "$vmid"
    expect "the shell completes the verbs" [ "$(complete_line 'paygress-provider rel')" = release ]
}

# Nothing is left to remove, but who knows that without docker.
step_6() {
    expect "audit finds nothing" wait_until 60 provider audit
    echo >> /etc/paygress/appsettings.json
    remember settings "$(sha256sum /etc/paygress/appsettings.json)"
    systemctl stop docker.socket docker
    expect_fails "purge refuses while docker is silent" 1 dpkg --purge paygress-provider
    systemctl start docker
    install_package "${package:?}"
    expect_equal "the settings are the operator's all the same" "$(sha256sum /etc/paygress/appsettings.json)" "$(recall settings)"
    install_settings
    systemctl restart paygress-provider
}

no_daemon() {
    ! pgrep --full '^/usr/bin/paygress-provider run'
}

is_dead() {
    [[ $(docker inspect --format '{{.State.Running}}' "paygress-$1") == false ]]
}

# not_before DATE SECONDS
not_before() {
    jq --null-input --exit-status --argjson died "$(date --date "$1" +%s.%N)" --argjson over "$2" '$died >= $over'
}

no_container() {
    [[ -z $(docker ps --all --quiet --filter "name=^paygress-$1$") ]]
}

# complete_line LINE: what bash offers for its last word.
complete_line() {
    (
        # shellcheck source=/dev/null
        source /usr/share/bash-completion/completions/paygress-provider
        read -ra COMP_WORDS <<< "$1"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _paygress_provider paygress-provider "${COMP_WORDS[COMP_CWORD]}"
        echo "${COMPREPLY[*]}"
    )
}
