using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.IntegrationTests.Docker;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.IntegrationTests.Volumes;

public sealed class ClassicVolumesTests(DockerHost host) : IClassFixture<DockerHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Volume_WholeLife_LeavesNothing()
    {
        var volumes = new ClassicVolumes(host.DataVolumes());
        var spec = new VolumeSpec(LeaseId.New(Some.Now), TestVmids.Next(), 1);

        (await volumes.CreateAsync(spec, null, Token)).Value();
        (await volumes.CreateAsync(spec, null, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
        (await volumes.OpenAsync(spec, null, Token)).Value();
        (await volumes.DestroyAsync(spec with { LeaseId = LeaseId.New(Some.Now) }, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
        (await volumes.CloseAsync(spec, Token)).Value();
        (await volumes.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Open);
        (await volumes.DestroyAsync(spec, Token)).Value();
        (await volumes.DestroyAsync(spec, Token)).Value();

        (await volumes.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Absent);
    }
}
