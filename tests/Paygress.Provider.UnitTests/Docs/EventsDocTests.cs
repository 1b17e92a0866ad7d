using System.Globalization;
using System.Text;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>docs/events.md is made of the code and of the journal's catalog; each event has its text and each text its event.</summary>
public sealed class EventsDocTests
{
    private const int LongestLine = 80;

    private static readonly string Catalog = Repository.Read("deploy/catalog/paygress.catalog");

    private static readonly CatalogEntry[] Texts = [.. CatalogEntry.ReadAll(Catalog)];

    [Fact]
    public void Events_All_HaveANumberOfTheirOwn()
    {
        LoggedEvent.All.Length.ShouldBeGreaterThan(30);
        LoggedEvent.All.Select(e => e.Id).ShouldBeUnique();
        LoggedEvent.All.Select(e => e.Name).ShouldBeUnique();
    }

    [Fact]
    public void EventIds_All_AreLogged() =>
        typeof(EventIds).GetFields().Select(f => f.Name).Except(LoggedEvent.All.Select(e => e.Name)).ShouldBeEmpty("remove the number, or log the event");

    [Fact]
    public void Catalog_EveryEvent_HasOneText()
    {
        Texts.Select(t => t.MessageId).ShouldBeUnique();
        LoggedEvent.All.Where(e => Texts.All(t => t.MessageId != e.MessageId)).Select(e => $"-- {e.MessageId} ({e.Name})").ShouldBeEmpty("add a text");
        Texts.Where(t => LoggedEvent.All.All(e => e.MessageId != t.MessageId)).ShouldBeEmpty("no event has this number");
    }

    [Fact]
    public void Catalog_EveryText_SaysWhatItMeansAndWhatToDo()
    {
        Texts.Where(t => t.Paragraphs.Length < 2 || t.Subject.EndsWith('.')).ShouldBeEmpty();
        Catalog.Split('\n').Where(line => line.Length > LongestLine).ShouldBeEmpty();
    }

    [Fact]
    public void Page_MadeAnew_IsTheSame() => GeneratedPart.Check("docs/events.md", WriteList() + string.Concat(LoggedEvent.All.Select(WriteEvent)));

    private static string WriteList()
    {
        var list = new StringBuilder("| number | event | level | when |\n| --- | --- | --- | --- |\n");
        foreach (var e in LoggedEvent.All)
        {
            list.Append(CultureInfo.InvariantCulture, $"| {e.Id} | [{e.Name}](#{e.Id}-{e.Name.ToLowerInvariant()}) | {e.Level.ToString().ToLowerInvariant()} | {TextOf(e)?.Subject} |\n");
        }

        return list.ToString();
    }

    private static string WriteEvent(LoggedEvent e)
    {
        var fields = e.Fields.IsEmpty ? "no fields of its own" : string.Join(", ", e.Fields.Select(f => $"`{f}`"));
        return $"""

            ## {e.Id} {e.Name}

            **{TextOf(e)?.Subject}** ({e.Level.ToString().ToLowerInvariant()}, `{e.MessageId}`)

                {e.Message}

            {string.Join("\n\n", TextOf(e)?.Paragraphs ?? [])}

            By `{e.Logger}`; {fields}.

            """.ReplaceLineEndings("\n");
    }

    private static CatalogEntry? TextOf(LoggedEvent e) => Texts.FirstOrDefault(t => t.MessageId == e.MessageId);
}
