import { mount } from 'svelte';
import DistrictApp from './DistrictApp.svelte';
import '../tokens.css';
import '../base.css';
import './district.css';

mount(DistrictApp, { target: document.getElementById('app')! });
