using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.IntegrationTests.Docker;

namespace Paygress.Provider.IntegrationTests.Volumes;

public sealed class PlainVolumesContractTests(DockerHost host) : VolumeBackendContract, IClassFixture<DockerHost>
{
    protected override IVolumeBackend Backend { get; } = host.Volumes();
}
