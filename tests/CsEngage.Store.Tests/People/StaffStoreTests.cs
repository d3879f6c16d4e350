using CsEngage.Store.People;
using CsEngage.Tests;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Store.Tests.People;

public sealed class StaffStoreTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Identity_keeps_staff_with_password_passkey_and_lock_out(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var services = new ServiceCollection().AddLogging().AddStore(test.ConnectionString);
        services.AddIdentityCore<Staff>().AddStaffStore();
        await using var provider = services.BuildServiceProvider();
        await using (var scope = provider.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Staff>>();
            var staff = new Staff { Id = Guid.CreateVersion7(), UserName = "sato@example.com", Email = "sato@example.com", Name = "Sato", Roles = "csm", CreatedAt = DateTimeOffset.UnixEpoch };
            (await users.CreateAsync(staff, "Correct-horse-1")).Succeeded.ShouldBeTrue();
            (await users.SetLockoutEndDateAsync(staff, new DateTimeOffset(2026, 11, 21, 18, 0, 0, TimeSpan.FromHours(9)))).Succeeded.ShouldBeTrue();
            (await users.AddOrUpdatePasskeyAsync(staff, new UserPasskeyInfo([1, 2, 3], [4], DateTimeOffset.UnixEpoch, 7, ["internal"], true, true, false, [5], [6]) { Name = "laptop" })).Succeeded.ShouldBeTrue();
        }
        await using (var scope = provider.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Staff>>();
            var staff = (await users.FindByEmailAsync("sato@example.com")).ShouldNotBeNull();
            (await users.CheckPasswordAsync(staff, "Correct-horse-1")).ShouldBeTrue();
            staff.LockoutEnd.ShouldBe(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
            (await users.GetPasskeysAsync(staff)).ShouldHaveSingleItem().Name.ShouldBe("laptop");
            staff.Permissions.ShouldContain(Permission.PlaysWork);
            staff.Permissions.ShouldNotContain(Permission.People);
        }
        (await provider.GetRequiredService<StaffList>().All()).ShouldHaveSingleItem().Name.ShouldBe("Sato");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_two_who_edit_a_login_the_second_is_told(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var services = new ServiceCollection().AddLogging().AddStore(test.ConnectionString);
        services.AddIdentityCore<Staff>().AddStaffStore();
        await using var provider = services.BuildServiceProvider();
        await using var one = provider.CreateAsyncScope();
        await using var two = provider.CreateAsyncScope();
        var first = one.ServiceProvider.GetRequiredService<UserManager<Staff>>();
        var second = two.ServiceProvider.GetRequiredService<UserManager<Staff>>();
        await first.CreateAsync(new Staff { Id = Guid.CreateVersion7(), UserName = "a@example.com", Email = "a@example.com", Name = "A" });
        var mine = (await first.FindByEmailAsync("a@example.com"))!;
        var yours = (await second.FindByEmailAsync("a@example.com"))!;
        mine.Name = "B";
        yours.Name = "C";
        (await first.UpdateAsync(mine)).Succeeded.ShouldBeTrue();
        (await second.UpdateAsync(yours)).Succeeded.ShouldBeFalse();
    }
}
