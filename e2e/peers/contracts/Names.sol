// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OffchainLookup} from "Wallets.sol";

error ReverseAddressMismatch(string primary, bytes primaryAddress);

/// Stands at the address of the ENS universal resolver: what an address calls itself, and whom that name belongs to.
contract Names {
    mapping(bytes => string) private claimed;
    mapping(string => bytes) private owners;
    mapping(bytes => string[]) private elsewhere;

    function claim(bytes calldata who, string calldata name) external {
        claimed[who] = name;
    }

    function give(string calldata name, bytes calldata owner) external {
        owners[name] = owner;
    }

    /// The name of this address can only be had by fetching one of the internet (EIP-3668).
    function keepElsewhere(bytes calldata who, string calldata url) external {
        elsewhere[who].push(url);
    }

    function reverseWithGateways(
        bytes calldata who,
        uint256,
        string[] calldata
    ) external view returns (string memory, address, address) {
        if (elsewhere[who].length > 0) {
            revert OffchainLookup(address(this), elsewhere[who], who, this.fetched.selector, who);
        }
        string memory name = claimed[who];
        if (bytes(name).length > 0 && keccak256(owners[name]) != keccak256(who)) {
            revert ReverseAddressMismatch(name, owners[name]);
        }
        return (name, address(this), address(this));
    }

    function fetched(bytes calldata answer, bytes calldata) external view returns (string memory, address, address) {
        return (string(answer), address(this), address(this));
    }
}
