using System.Text;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Leases;

/// <summary>The whole table: every state and every event, with times at which the guards let it pass.</summary>
public sealed class LeaseTransitionTests
{
    private const string R = "refused";
    private const string Same = "repeated";

    private static readonly DateTimeOffset Within = Some.Now.AddMinutes(1);
    private static readonly DateTimeOffset End = Some.Now.AddMinutes(10);

    // The columns are the states in the order of their declaration: queued, provisioning, active, locked, evicting, ended, failed.
    private static readonly (LeaseEvent Event, string[] To)[] Table =
    [
        (new LeaseEvent.Admitted(new Vmid(1000), [], Within), ["Provisioning", R, R, R, R, R, R]),
        (new LeaseEvent.Rejected(Some.Problem(), Within), ["Failed", R, R, R, R, R, R]),
        (new LeaseEvent.ImageReady("sha256:1", null, Within), [R, "Provisioning", R, R, R, R, R]),
        (new LeaseEvent.Started("c1", null, Within), [R, "Active", R, R, R, R, R]),
        (new LeaseEvent.ProvisionFailed(Some.Problem(), null, Within), [R, "Evicting", R, R, R, R, R]),
        (new LeaseEvent.Extended(Some.RequestId("x"), TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), Within), [R, R, "Active", "Locked", R, R, R]),
        (new LeaseEvent.Confirmed(null, null, Within), [R, R, R, R, R, R, R]),
        (new LeaseEvent.Released(null, Within), ["Failed", "Evicting", "Evicting", "Evicting", Same, Same, Same]),
        (new LeaseEvent.Expired(End), [R, R, "Evicting", "Evicting", R, R, R]),
        (new LeaseEvent.ContainerExited(1, End, Within), [R, R, "Active", R, R, R, R]),
        (new LeaseEvent.ContainerRestarted(null, Within), [R, R, "Active", R, R, R, R]),
        (new LeaseEvent.RestartFailed("no", End, Within), [R, R, "Active", R, R, R, R]),
        (new LeaseEvent.ContainerCompleted(0, Within), [R, R, "Active", R, R, R, R]),
        (new LeaseEvent.ContainerLost(Within), [R, R, "Evicting", "Evicting", R, R, R]),
        (new LeaseEvent.DiskLimitReached(Within), [R, R, "Evicting", "Evicting", R, R, R]),
        (new LeaseEvent.OutageBegan(Within, TimeSpan.FromHours(1), Within), [R, R, "Active", R, R, R, R]),
        (new LeaseEvent.OutageEnded(Within), [R, R, Same, R, R, R, R]),
        (new LeaseEvent.KeyLost(Within), [R, R, "Locked", R, R, R, R]),
        (new LeaseEvent.Unlocked(null, Within), [R, R, R, "Active", R, R, R]),
        (new LeaseEvent.EvictionFailed("busy", End, Within), [R, R, R, R, "Evicting", R, R]),
        (new LeaseEvent.VerifiedGone(Within), [R, R, R, R, "Ended", R, R]),
    ];

    public static TheoryData<string, LeaseState, string> Cells => [.. Table.SelectMany(row =>
        Enum.GetValues<LeaseState>().Zip(row.To, (from, to) => (row.Event.Name, from, to)))];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Apply_EveryStateAndEvent_GivesWhatTheTableSays(string name, LeaseState from, string expected)
    {
        var lease = Some.Lease(from);
        var e = Table.Single(row => row.Event.Name == name).Event;

        var transition = lease.Apply(e);

        Describe(transition).ShouldBe(expected);
        if (transition is Transition.Changed changed)
        {
            changed.Lease.Version.ShouldBe(lease.Version + 1);
        }
    }

    [Fact]
    public void Table_HasARowForEveryEvent() =>
        Table.Select(row => row.Event.Name).ShouldBe(
            typeof(LeaseEvent).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(LeaseEvent))).Select(t => t.Name), ignoreOrder: true);

    [Fact]
    public void Table_AsDocument_IsWhatTheDocumentationShows()
    {
        var states = Enum.GetValues<LeaseState>();
        var text = new StringBuilder("# The states of a lease\n\nMade by a test from the rules (`UPDATE_GOLDEN=1` rewrites it); `-` is refused, `=` was done before and changes nothing.\nNot in the table: a `ProvisionFailed` after a release still holds the vmid, when a command was cut off, and still names the container;\na `Confirmed` and the leases that it is for, whose end is held (nothing expires them before it).\n\n");
        text.Append("| event | ").AppendJoin(" | ", states.Select(s => s.ToString().ToLowerInvariant())).Append(" |\n| --- |");
        text.Append(string.Concat(states.Select(_ => " --- |"))).Append('\n');
        foreach (var (e, _) in Table)
        {
            text.Append("| ").Append(e.Name).Append(" | ").AppendJoin(" | ", states.Select(s => Cell(Some.Lease(s).Apply(e)))).Append(" |\n");
        }

        GoldenFile.Check("docs/lease-states.md", text.ToString());
    }

    private static string Describe(Transition transition) => transition switch
    {
        Transition.Changed x => x.Lease.State.ToString(),
        Transition.Repeated => Same,
        _ => R,
    };

    private static string Cell(Transition transition) => Describe(transition) switch
    {
        R => "-",
        Same => "=",
        var state => state.ToLowerInvariant(),
    };
}
