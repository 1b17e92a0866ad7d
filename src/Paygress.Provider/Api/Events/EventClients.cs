namespace Paygress.Provider.Api.Events;

/// <summary>Who follows events: each reads the books whenever something happens.</summary>
internal sealed class EventClients : ClientPlaces;
