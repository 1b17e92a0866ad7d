namespace Paygress.Provider.Linux.Checks;

/// <summary>Looks at one thing that the provider needs of this machine. Changes nothing.</summary>
internal interface IHostCheck
{
    /// <summary>What was found; more than one line when it is about several things.</summary>
    Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken);
}
