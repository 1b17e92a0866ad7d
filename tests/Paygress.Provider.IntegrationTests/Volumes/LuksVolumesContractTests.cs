using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.IntegrationTests.Volumes;

public sealed class LuksVolumesContractTests : EncryptedVolumeBackendContract, IDisposable
{
    private readonly PretendHost _host = new();

    protected override IVolumeBackend Backend => _host.Volumes;

    public void Dispose() => _host.Dispose();
}
