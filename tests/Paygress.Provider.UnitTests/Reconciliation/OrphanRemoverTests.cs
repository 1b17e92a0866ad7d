using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Testing;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Reconciliation;

public sealed class OrphanRemoverTests
{
    private readonly World _world = new();

    // The sweep has listed it a while ago: the request may have been given again since.
    [Fact]
    public async Task Remove_EnvFileThatWasWrittenAnew_StaysUntilItIsListedAgain()
    {
        var remover = new OrphanRemover(_world.Compute, _world.Volumes, _world.Environment, new OrphanPolicy(true), new FakeLogger<OrphanRemover>(_world.LogCollector));
        var id = Some.RequestId();
        await WriteAsync();
        var listed = _world.Environment.List().ShouldHaveSingleItem();
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync();

        remover.Remove(id, listed.WrittenAt);
        var again = _world.Environment.List().ShouldHaveSingleItem();
        remover.Remove(id, again.WrittenAt);

        _world.Environment.List().ShouldBeEmpty();

        Task WriteAsync() => _world.Environment.WriteAsync(id, ImmutableSortedDictionary<string, string>.Empty.Add("NAME", "value"), World.Token);
    }
}
