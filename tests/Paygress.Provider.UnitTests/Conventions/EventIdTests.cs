using System.Reflection;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Linux.Storage;

namespace Paygress.Provider.UnitTests.Conventions;

/// <summary>What the journal says has numbers that stay.</summary>
public sealed class EventIdTests
{
    private static readonly Dictionary<string, int> Known = typeof(EventIds).GetFields().ToDictionary(f => f.Name, f => (int)f.GetRawConstantValue()!);

    private static readonly (string Method, int Id)[] Messages =
    [
        .. new[] { typeof(EventIds).Assembly, typeof(StoredTime).Assembly, typeof(ExitCode).Assembly }
            .SelectMany(a => a.GetTypes())
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(m => (m.Name, Id: m.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(m => m.Id is not null)
            .Select(m => (m.Name, m.Id!.Value)),
    ];

    [Fact]
    public void EventIds_All_AreUniqueAndInABlock()
    {
        Known.Values.ShouldBeUnique();
        Known.Values.ShouldAllBe(id => id >= 1000 && id < 9000);
    }

    [Fact]
    public void Messages_All_AreCalledAsTheirEvent() =>
        Messages.Where(m => Known.GetValueOrDefault(m.Method, -1) != m.Id).ShouldBeEmpty();

    [Fact]
    public void Messages_OfTheProvider_AreFound() => Messages.Length.ShouldBeGreaterThan(30);
}
