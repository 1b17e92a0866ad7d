using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class LeaseExtenderTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ExtendAsync_TwiceWithOneRequest_ExtendsOnce()
    {
        var lease = await _world.RunLeaseAsync();

        await ExtendAsync(lease.Id, "e1", 60);
        var again = (await ExtendAsync(lease.Id, "e1", 60)).ShouldBeOfType<ExtendOutcome.Extended>().Lease;

        again.ExpiresAt.ShouldBe(lease.ExpiresAt!.Value.AddSeconds(60));
    }

    [Theory]
    [InlineData(null, 60L, ErrorCodes.InvalidRequest)]
    [InlineData("../x", 60L, ErrorCodes.InvalidRequest)]
    [InlineData("e1", null, ErrorCodes.InvalidDuration)]
    [InlineData("e1", 0L, ErrorCodes.InvalidDuration)]
    [InlineData("e1", -60L, ErrorCodes.InvalidDuration)]
    [InlineData("e1", long.MaxValue, ErrorCodes.InvalidDuration)]
    [InlineData("e1", 30L * 86_400, ErrorCodes.InvalidDuration)]
    public async Task ExtendAsync_BadRequest_IsRefused(string? requestId, long? seconds, string code)
    {
        var lease = await _world.RunLeaseAsync();

        (await ExtendAsync(lease.Id, requestId, seconds)).ShouldBeOfType<ExtendOutcome.Refused>().Problem.Code.ShouldBe(code);
    }

    [Fact]
    public async Task ExtendAsync_AfterTheEnd_IsRefused()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Time.SetUtcNow(lease.ExpiresAt!.Value);

        (await ExtendAsync(lease.Id, "e1", 60)).ShouldBeOfType<ExtendOutcome.Refused>().Problem.Code.ShouldBe(ErrorCodes.LeaseExpired);
    }

    [Fact]
    public async Task ExtendAsync_NoSuchLease_IsNotFound() =>
        (await ExtendAsync(LeaseId.New(_world.Time.GetUtcNow()), "e1", 60)).ShouldBeOfType<ExtendOutcome.Refused>().Problem.Code.ShouldBe(ErrorCodes.NotFound);

    private Task<ExtendOutcome> ExtendAsync(LeaseId id, string? requestId, long? seconds) =>
        new LeaseExtender(_world.Ledger, Options.Create(_world.Leases), _world.Time).ExtendAsync(id, requestId, seconds, World.Token);
}
