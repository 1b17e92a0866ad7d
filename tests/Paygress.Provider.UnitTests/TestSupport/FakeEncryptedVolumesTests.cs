using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.TestSupport.Volumes;

namespace Paygress.Provider.UnitTests.TestSupport;

public sealed class FakeEncryptedVolumesTests : EncryptedVolumeBackendContract
{
    protected override IVolumeBackend Backend { get; } = new FakeVolumeBackend(new FakeTimeProvider());
}
