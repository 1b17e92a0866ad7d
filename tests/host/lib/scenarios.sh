# shellcheck shell=bash
# Runs scenarios in a provider host, and counts each as a test (tests/lib/tally.sh).

# Longer than the guest allows any step: who is silent so long hangs as a whole.
host_silence_limit=900

# scenario_names [smoke]: those of the folder, or those that say they are for
# every run, by a line of their head.
scenario_names() {
    local file
    for file in "${host_tests:?}"/scenarios/*.sh; do
        [[ ${1:-} != smoke ]] || grep -qx '# smoke' "$file" || continue
        basename "$file" .sh
    done
}

# What is needed on this machine.
install_host_tools() {
    install_missing debootstrap=debootstrap qemu-system-x86_64=qemu-system-x86 qemu-img=qemu-utils \
        mke2fs=e2fsprogs clang=clang busybox=busybox-static unshare=util-linux \
        dh=debhelper dpkg-buildpackage=dpkg-dev make=make
    [[ -e /usr/include/zlib.h ]] || apt_install zlib1g-dev
}

# run_scenarios ROOT FOLDER SCENARIO...: one boot for all of them. Each is counted,
# also one that the host did not come to.
run_scenarios() {
    local root=$1 folder=$2 name
    shift 2
    mkdir -p "$folder"
    make_payload "$root" "$folder" "$@"
    start_vm "$folder" "${keep:-no}"
    unset reported
    declare -gA reported=()
    follow_results "$folder" || show_last_words "$folder"
    for name in "$@"; do
        [[ -n ${reported[$name]:-} ]] || count_failed "host: $name: the host did not come to its end"
    done
}

# Returns when the host is done; false when it ended or fell silent before.
follow_results() {
    local folder=$1 lines line seen=0 heard=$SECONDS
    while ((SECONDS - heard < host_silence_limit)); do
        mapfile -t -s "$seen" lines < "$folder/results"
        for line in "${lines[@]}"; do
            heard=$SECONDS
            [[ $line != 'done' ]] || return 0
            # shellcheck disable=SC2086 # its words
            take_result "$folder" $line
        done
        seen=$((seen + ${#lines[@]}))
        running_vm "$folder" > /dev/null || return 1
        sleep 0.3
    done
    note "nothing was heard for $host_silence_limit s"
    return 1
}

# A machine that ended at once has no console yet.
show_last_words() {
    local log
    for log in "$1"/{console,qemu}.log; do
        [[ ! -e $log ]] || tail --verbose --lines=30 "$log"
    done
}

# take_result FOLDER WORD NAME SECONDS: what took long is told by this machine's clock, as a scenario may set the other one.
take_result() {
    local folder=$1 word=$2 name=$3 seconds=${4:-}
    case $word in
        step) [[ $seconds != 1 ]] || began=$SECONDS ;;
        figure)
            note "${*:4}"
            echo "${*:4}" >> "$folder/figures"
            ;;
        booted | installed) note "$word after $seconds s" ;;
        passed)
            reported[$name]=yes
            check "host: $name ($((SECONDS - ${began:-0})) s)" true
            ;;
        failed)
            reported[$name]=yes
            count_failed "host: $name ($((SECONDS - ${began:-0})) s)"
            show_output "$folder"
            ;;
    esac
}

# What the host said since it was last asked.
show_output() {
    tail -c "+$((${shown_output:-0} + 1))" "$1/output" | sed 's/^/   | /'
    shown_output=$(stat -c %s "$1/output")
}
