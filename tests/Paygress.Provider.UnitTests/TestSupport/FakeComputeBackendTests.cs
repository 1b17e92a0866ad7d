using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.TestSupport.Compute;

namespace Paygress.Provider.UnitTests.TestSupport;

public sealed class FakeComputeBackendTests : ComputeBackendContract
{
    protected override IComputeBackend Backend { get; } = new FakeComputeBackend(new FakeTimeProvider());

    protected override string ImageId => "sha256:" + new string('a', 64);
}
