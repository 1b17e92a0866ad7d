# shellcheck shell=bash
# shellcheck disable=SC2034 # used by who sources it
# Installs the provider's package, and what the scenarios need beside it.

package=/payload/paygress-provider.deb
next_package=/payload/paygress-provider-next.deb
settings_file=/etc/paygress/appsettings.json
default_settings=/payload/guest/appsettings.json

install_provider() {
    install_package "$package"
    usermod --append --groups paygress alice
    install_settings
    systemctl restart paygress-provider
}

# Settings that were changed stay as they are.
install_package() {
    DEBIAN_FRONTEND=noninteractive dpkg --force-confold --force-downgrade --install "$1"
}

install_settings() {
    install -m 0644 "$default_settings" "$settings_file"
}
