using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Api;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Api;

public sealed class LeaseWaiterTests
{
    private readonly World _world = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("0s", 0)]
    [InlineData("30s", 30)]
    [InlineData("1h", 300)]
    public void Read_Wait_IsBounded(string? text, int seconds)
    {
        LeaseWaiter.Read(text, out var fault).ShouldBe(TimeSpan.FromSeconds(seconds));
        fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("30")]
    [InlineData("-1s")]
    [InlineData("soon")]
    public void Read_Nonsense_IsAFaultWithACode(string text)
    {
        LeaseWaiter.Read(text, out var fault).ShouldBe(TimeSpan.Zero);
        (fault!.Code, fault.Where).ShouldBe((ErrorCodes.InvalidRequest, "wait"));
    }

    // Held until the wait is over, the request would take the time that spawns under way have for coming to their end.
    [Fact]
    public async Task WaitAsync_TheProviderStops_AnswersWithTheLeaseAsItIs()
    {
        var lease = _world.Books.Add(Some.Lease());
        var waiting = WaitAsync(lease, World.Token);
        await World.UntilAsync(() => _world.Time.IsAwaited);

        _lifetime.StopApplication();

        (await waiting).ShouldBe(lease);
    }

    [Fact]
    public async Task WaitAsync_TheCallerHangsUp_IsCancelled()
    {
        var lease = _world.Books.Add(Some.Lease());
        using var caller = new CancellationTokenSource();
        var waiting = WaitAsync(lease, caller.Token);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    private Task<Lease?> WaitAsync(Lease lease, CancellationToken cancellationToken) =>
        new LeaseWaiter(_world.Books.Leases, _world.Ledger, _world.Progress, _lifetime, _world.Time).WaitAsync(
            async () => await _world.ReadAsync(lease.Id), l => l.IsOver, anyChange: false, TimeSpan.FromMinutes(5), cancellationToken);
}
