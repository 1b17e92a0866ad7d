using System.Reflection;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Logging;
using Serilog.Events;
using Serilog.Parsing;

namespace Paygress.Provider.UnitTests.Logging;

public sealed class MessageIdsTests
{
    // Operators have these in their scripts: an id never changes.
    [Fact]
    public void Of_Number_IsFixedBitsAndTheNumber() => MessageIds.Of(1001).ShouldBe("7c1d9e52a4f04b6e8d3b90f1000003e9");

    [Fact]
    public void Of_EveryEvent_IsAnIdOfItsOwn()
    {
        var ids = typeof(EventIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => MessageIds.Of((int)f.GetRawConstantValue()!)).ToList();

        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => IsId(id));
    }

    [Fact]
    public void Of_EntryOfOurs_HasItsId() => MessageIds.Of(Entry("Paygress.Provider.Core.X", 1001)).ShouldBe(MessageIds.Of(1001));

    [Fact]
    public void Of_EntryOfTheFramework_HasNone() => MessageIds.Of(Entry("Microsoft.Hosting.Lifetime", 1001)).ShouldBeNull();

    [Fact]
    public void Of_EntryWithoutNumber_HasNone() => MessageIds.Of(Entry("Paygress.Provider.Core.X", null)).ShouldBeNull();

    private static bool IsId(string text) => text.Length == 32 && Guid.TryParseExact(text, "N", out _);

    private static LogEvent Entry(string source, int? id)
    {
        var properties = new List<LogEventProperty> { new("SourceContext", new ScalarValue(source)) };
        if (id is not null)
        {
            properties.Add(new LogEventProperty("EventId", new StructureValue([new LogEventProperty("Id", new ScalarValue(id))])));
        }

        return new LogEvent(DateTimeOffset.UnixEpoch, LogEventLevel.Information, null, new MessageTemplateParser().Parse("x"), properties);
    }
}
