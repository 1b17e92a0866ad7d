# shellcheck shell=bash
# The disk image of a provider host: made once, kept for all runs and branches.
#
# It is kept in /var/cache, outside of the checkout: it belongs to root, is the
# same for every checkout, and survives `git clean`. Losing it costs two minutes.

image_cache=${PAYGRESS_TEST_CACHE:-/var/cache/paygress-tests}

# ensure_image: sets $image to the folder that has root.img, vmlinuz, initrd.img.
ensure_image() {
    local suite mirror keyring lock
    read -r suite mirror keyring < <(apt_source)
    [[ -n ${mirror:-} ]] || die "apt knows no source of this Debian's main packages" \
        "the host image is made of them: see apt-get indextargets"
    mkdir -p "$image_cache"
    exec {lock}> "$image_cache/lock"
    flock --wait 900 "$lock" || die "another run has been making the host image for 15 minutes"
    image=$image_cache/$(image_key "$suite")
    if [[ ! -e $image/root.img ]]; then
        note "making the image of a provider host, which takes about two minutes"
        make_image "$suite" "$mirror" "$keyring"
    fi
    touch "$image"
    drop_old_images
    exec {lock}>&-
}

# apt_source: suite, mirror and keyring of the machine's own packages, however
# they are configured.
apt_source() {
    # shellcheck disable=SC2016 # apt's own placeholders
    apt-get indextargets --format '$(CODENAME) $(REPO_URI) $(ORIGIN) $(LABEL) $(COMPONENT) $(RELEASE)' \
        'Created-By: Packages' |
        awk -v codename="$(. /etc/os-release && echo "$VERSION_CODENAME")" \
            '$1 == codename && $3 == "Debian" && $4 == "Debian" && $5 == "main" {
                print $1, $2, "/usr/share/keyrings/debian-archive-keyring.gpg"; exit }'
}

# Another recipe, or another release of the distribution, is another image.
image_key() {
    { echo "$1" && uname -m && cat "${host_tests:?}"/image/* "$host_tests/lib/image.sh"; } |
        sha256sum | cut -c 1-16
}

make_image() (
    local suite=$1 mirror=$2 keyring=$3 work
    work=$(mktemp -d "$image_cache/making.XXXXXX")
    trap 'rm -rf --one-file-system -- "$work"' EXIT
    use_proxy_of_apt
    quietly unshare --mount --pid --fork --kill-child --propagation private \
        timeout --kill-after=10 900 "$host_tests/image/make-tree" "$suite" "$mirror" "$keyring" "$work" ||
        die "the tree of the host image could not be made" "its last words are above"
    quietly mke2fs -q -t ext4 -d "$work/root" -E lazy_itable_init=1,nodiscard -m 0 \
        -L root "$work/root.img" "${image_size}" || die "mke2fs could not make the disk"
    rm -rf --one-file-system -- "$work/root"
    mkdir -p "$image"
    mv "$work/vmlinuz" "$work/initrd.img" "$image/"
    mv "$work/root.img" "$image/"
)

# Sparse: it takes what is in it. Room for the volumes that scenarios ask for.
image_size=40G

# What debootstrap downloads goes the way that apt would take.
use_proxy_of_apt() {
    local http_proxy_of_apt='' https_proxy_of_apt=''
    eval "$(apt-config shell http_proxy_of_apt Acquire::http::Proxy https_proxy_of_apt Acquire::https::Proxy)"
    [[ -z $http_proxy_of_apt ]] || export http_proxy=$http_proxy_of_apt
    [[ -z $https_proxy_of_apt ]] || export https_proxy=$https_proxy_of_apt
}

# An image that no run has used for a week is of a recipe that is no more. One that
# is a little older may be another branch's.
drop_old_images() {
    find "$image_cache" -mindepth 1 -maxdepth 1 -type d \
        \( -mtime +7 -o -name 'making.*' \) -exec rm -rf --one-file-system -- {} +
}
