using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Compute;

namespace Paygress.Provider.IntegrationTests.Docker;

public sealed class DockerBackendContractTests(DockerHost host) : ComputeBackendContract, IClassFixture<DockerHost>
{
    protected override IComputeBackend Backend { get; } = host.Backend();

    protected override string ImageId => host.HelloImageId;
}
