# shellcheck shell=bash
# The cells of the fault matrix: where their results are kept, and the page about them.

# begin_matrix ROOT: results of this commit are gone on with, or those of a folder
# that is given.
begin_matrix() {
    local commit
    commit=$(git -C "$1" rev-parse --short HEAD)
    PAYGRESS_MATRIX=all
    PAYGRESS_MATRIX_RESULTS=${PAYGRESS_MATRIX_RESULTS:-$1/artifacts/fault-matrix/$commit}
    export PAYGRESS_MATRIX PAYGRESS_MATRIX_RESULTS
    mkdir -p "$PAYGRESS_MATRIX_RESULTS"
    [[ -e $PAYGRESS_MATRIX_RESULTS/commit ]] || echo "$commit" > "$PAYGRESS_MATRIX_RESULTS/commit"
    chown "$(stat -c %u:%g "$1")" "$PAYGRESS_MATRIX_RESULTS"
}

# keep_host_cells FIGURES: lines as "cell spawn cryptsetup open#1 CrashAfter"; a
# scenario ends with its first red cell.
keep_host_cells() {
    [[ -e $1 ]] || return 0
    awk -v OFS='\t' '$1 == "cell" {
        kind = $NF; operation = $2; sub(/^cell [a-z]+ /, ""); sub(/ [A-Za-z]+$/, "")
        n = $0; sub(/.*#/, "", n); sub(/#.*/, "")
        print "host", operation " (encrypted)", $0, n, kind, "ok", ""
    }' "$1" > "$PAYGRESS_MATRIX_RESULTS/host.tsv"
}

# write_matrix_page ROOT: false when a cell is red, or a part of the matrix is missing.
write_matrix_page() {
    local page=$1/docs/fault-matrix.md
    matrix_cells > "$PAYGRESS_MATRIX_RESULTS/all.sorted"
    {
        echo "# Fault matrix"
        echo
        echo "Made by \`sudo tests/run --matrix\` on $(date -u +%F), of commit $(< "$PAYGRESS_MATRIX_RESULTS/commit"). What a cell is, and what has to be true after it:"
        echo "[ADR 15](adr/0015-faults-are-injected-at-the-ports.md) and [ADR 16](adr/0016-fail-points-at-three-doors.md). After each cell books and host agree, the"
        echo "audit is empty, and nothing of the lease is left when it is over."
        echo
        echo "**$(grep -c $'\tok\t' "$PAYGRESS_MATRIX_RESULTS/all.sorted") cells green, $(grep -c $'\tred\t' "$PAYGRESS_MATRIX_RESULTS/all.sorted" || true) red.**"
        echo
        echo "* in-process: every call over every port, on fakes that the contract tests hold to the real ones, encrypted volumes too"
        echo "* native: every effect of the real daemon on a real docker, real loop devices and the real store; a crash is a killed process"
        echo "* host: chosen cells with encrypted volumes, in the provider host with systemd and dm-crypt"
        echo
        echo "| where | operation | points | cells | red |"
        echo "| --- | --- | --- | --- | --- |"
        matrix_summary
        echo
        echo "## Points of the native and host cells"
        echo
        echo "| where | operation | point | goes wrong by |"
        echo "| --- | --- | --- | --- |"
        matrix_points
        echo
        echo "## Not run"
        echo
        matrix_missing
        echo
        echo "## Red cells"
        echo
        awk -F '\t' '$6 == "red" { print "* " $1 ", " $2 ": " $3 " #" $4 " " $5 ": " $7; n++ } END { if (!n) print "None." }' "$PAYGRESS_MATRIX_RESULTS/all.sorted"
    } > "$page"
    note "$(grep -F 'cells green' "$page")"
    ! grep -q $'\tred\t' "$PAYGRESS_MATRIX_RESULTS/all.sorted" &&
        for part in in-process native host; do
            grep -q "^$part"$'\t' "$PAYGRESS_MATRIX_RESULTS/all.sorted" || return 1
        done
}

# The last word on each cell: one that was red and was tried again counts as what it is now.
matrix_cells() {
    cat "$PAYGRESS_MATRIX_RESULTS"/*.tsv |
        awk -F '\t' -v OFS='\t' '{ last[$1 OFS $2 OFS $3 OFS $4 OFS $5] = $0 } END { for (key in last) print last[key] }' |
        sort -t $'\t' -k1,1 -k2,2 -k3,3 -k4,4n -k5,5
}

matrix_missing() {
    local part missing=no
    for part in native$'\t'{spawn,extend,release,expire,restart,start,"first start"} host$'\t'{spawn,release,unlock}; do
        if ! grep -q "^$part" "$PAYGRESS_MATRIX_RESULTS/all.sorted"; then
            echo "* ${part/$'\t'/: }"
            missing=yes
        fi
    done
    [[ $missing == yes ]] || echo "Nothing."
}

matrix_summary() {
    awk -F '\t' '{ key = $1 " | " $2; cells[key]++; red[key] += $6 == "red"
            if (!seen[key, $3, $4]++) points[key]++ }
        END { for (key in cells) print "| " key " | " points[key] " | " cells[key] " | " red[key] " |" }' \
        "$PAYGRESS_MATRIX_RESULTS/all.sorted" | sort
}

matrix_points() {
    awk -F '\t' '$1 != "in-process" { key = $1 " | " $2 " | `" $3 "#" $4 "`"; if (!(key in kinds)) order[++n] = key
            kinds[key] = kinds[key] (kinds[key] ? ", " : "") $5 ($6 == "red" ? " (red)" : "") }
        END { for (i = 1; i <= n; i++) print "| " order[i] " | " kinds[order[i]] " |" }' \
        "$PAYGRESS_MATRIX_RESULTS/all.sorted"
}
