namespace Paygress.Provider.Cli.Rendering;

/// <summary>One column of a <see cref="FittingTable"/>.</summary>
/// <param name="DropOrder">The lowest is dropped first when the screen is narrow; 0 is never dropped.</param>
/// <param name="CutTo">How far the column's texts may be cut; 0 is never cut.</param>
internal sealed record FittingColumn(string Header, int DropOrder = 0, int CutTo = 0, bool Right = false);
