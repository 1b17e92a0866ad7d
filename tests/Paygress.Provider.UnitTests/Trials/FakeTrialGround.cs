using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Trials;

namespace Paygress.Provider.UnitTests.Trials;

/// <summary>Answers each attempt by a word of its script, and keeps the last report.</summary>
internal sealed class FakeTrialGround : ITrialGround, ITrialBook, IContainerLogs
{
    private readonly List<(string Word, HostResult<TrialAnswer> Answer)> _answers = [];

    public TrialReport? Report { get; set; }

    /// <summary>None while docker is silent.</summary>
    public string? Words { get; set; } = "kernel 6.1";

    public bool IsDiskFull { get; set; }

    /// <summary>What is kept of what was printed, in bytes.</summary>
    public int Kept { get; set; }

    public HashSet<string> Containers { get; } = [];

    public void Answer(string word, int exitCode, string output) => Answer(word, HostResult.Of(new TrialAnswer(exitCode, output)));

    public void Answer(string word, HostResult<TrialAnswer> answer) => _answers.Insert(0, (word, answer));

    public Task<HostResult<TrialAnswer>> AttemptAsync(string containerId, string script, bool asRoot, CancellationToken cancellationToken)
    {
        Containers.Add(containerId);
        return Task.FromResult(_answers.First(a => script.Contains(a.Word, StringComparison.Ordinal)).Answer);
    }

    public Task<HostResult<string>> DescribeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Words is { } words ? HostResult.Of(words) : HostResult.Unknown<string>("silent"));

    public async Task<HostResult<Nothing>> CopyAsync(string containerId, bool follow, Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(new byte[Kept], cancellationToken);
        return HostResult.Of(default(Nothing));
    }

    public TrialReport? Read() => Report;

    public Task WriteAsync(TrialReport report, CancellationToken cancellationToken)
    {
        Report = IsDiskFull ? throw new IOException("disk full") : report;
        return Task.CompletedTask;
    }
}
