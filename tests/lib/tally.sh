# shellcheck shell=bash
# Counts what passed and failed: tests of a runner, and single checks.

tests_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
passed=0
failed=0
failures=()

# check TITLE COMMAND...: one counted check.
check() {
    local title=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        good "$title"
    else
        count_failed "$title"
    fi
}

count_failed() {
    failed=$((failed + 1))
    failures+=("$1")
    bad "$1"
}

# run_suite NAME RESULT COMMAND...: COMMAND is a test runner that writes its
# summary to the file RESULT.
run_suite() {
    local name=$1 result=$2 status=0
    shift 2
    rm -f "$result"
    "$@" || status=$?
    if [[ ! -s $result ]]; then
        count_failed "$name: the runner ended with status $status and without a summary"
        return
    fi
    count_suite "$name" "$result" "$status"
}

count_suite() {
    local name=$1 result=$2 status=$3 good_ones bad_ones
    good_ones=$(summary_figure "$result" passed)
    bad_ones=$(($(summary_figure "$result" failed) + $(summary_figure "$result" errors)))
    passed=$((passed + good_ones))
    failed=$((failed + bad_ones))

    if ((status != 0 && bad_ones == 0)); then
        count_failed "$name: no test failed, yet the runner ended with status $status"
    elif ((bad_ones > 0)); then
        bad "$name: $good_ones passed, $bad_ones failed"
        mapfile -t -O "${#failures[@]}" failures < <(failed_tests "$result")
    elif ((good_ones > 0)); then
        good "$name: $good_ones passed"
    else
        count_empty "$name"
    fi
}

# Nothing ran: right for a filter or a project without tests, else a fault.
count_empty() {
    if [[ -n ${filter:-} ]]; then
        note "$1: no test matches the filter"
    elif grep -rqE --include='*.cs' '\[(Fact|Theory)\b' "$tests_folder/$1"; then
        count_failed "$1: has tests, but none ran"
    else
        note "$1: has no tests yet"
    fi
}

# summary_figure RESULT NAME: an attribute of xunit's <assembly> element.
summary_figure() {
    local element
    element=$(grep -om1 '<assembly [^>]*>' "$1")
    [[ $element =~ \ $2=\"([0-9]+)\" ]] || die "no '$2' in the summary $1"
    echo "${BASH_REMATCH[1]}"
}

# failed_tests RESULT: a line for each, its name and the beginning of what it said;
# also for what failed around them, as a fixture.
failed_tests() {
    awk -v RS='<(test|error) ' '/result="Fail"/ || /^type="/ {
        name = substr($0, index($0, "name=\"") + 6); sub(/".*/, "", name)
        said = $0; sub(/.*<message>(<!\[CDATA\[)?/, "", said); sub(/(\]\]>)?<\/message>.*/, "", said)
        gsub(/[ \t\r\n]+/, " ", said)
        print name ": " substr(said, 1, 600)
    }' "$1"
}

# The closing line, and the script's exit status. What failed is named again: the
# end of a long log is what is kept and read.
print_tally() {
    ((${#failures[@]} == 0)) || printf '\nfailed:\n'
    ((${#failures[@]} == 0)) || printf '   %s\n' "${failures[@]}"
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
    ((failed == 0 && passed > 0))
}
